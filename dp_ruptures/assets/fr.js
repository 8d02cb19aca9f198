/* Streamlit has no translations (streamlit#1353): the few English strings that parameters
   cannot avoid are replaced as they appear. Exact texts only, so that data is never touched. */
(() => {
  const texts = new Map([
    ["Page not found", "Page introuvable"],
    ["Skip to main content", "Aller au contenu"],
    ["Press Enter to submit form", ""],
    ["Press Enter to apply", ""],
    ["CONNECTING", "CONNEXION…"],
    ["Running...", "Calcul en cours…"],
    ["Choose an option", "Choisir"],
    ["Choose options", "Choisir"],
    ["Ctrl + Enter", "Ctrl + Entrée"],
    ["No results", "Aucun résultat"],
    ["You can only select up to 5 options. Remove an option first.",
      "Cinq au plus : retirez-en un avant d'en ajouter un autre."],
    ["Upload", "Choisir un fichier"],
    ["Drop file here", "Déposez le fichier ici"],
    ["1MB per file", "1 Mo au plus"],
    ["File must be 1.0MB or smaller.", "Ce fichier dépasse 1 Mo."],
    ["empty", "vide"],
    ["View more", "Voir plus"],
    ["View less", "Voir moins"],
    ["Select all", "Tout sélectionner"],
    ["Remote page not responding", "Le serveur ne répond pas"],
    ["Connection error", "Connexion perdue"],
    ["Is Streamlit still running? If you accidentally stopped Streamlit, just restart it in your terminal:",
      "Le portail ne répond pas. Vos saisies restent à l'écran ; la connexion reprend seule."],
  ]);
  const labels = new Map([
    ["Show password text", "Afficher le mot de passe"],
    ["Hide password text", "Masquer le mot de passe"],
    ["Show password", "Afficher le mot de passe"],
    ["Hide password", "Masquer le mot de passe"],
    ["Clear all", "Tout effacer"],
    ["Clear value", "Effacer"],
    ["file upload", "fichier à envoyer"],
    ["open", "ouvrir"],
    ["Fullscreen", "Plein écran"],
    ["Close fullscreen", "Quitter le plein écran"],
    ["Close", "Fermer"],
    ["Search", "Rechercher"],
    ["Download as CSV", "Télécharger en CSV"],
    ["Show/hide columns", "Colonnes à afficher"],
    ["Main menu", "Menu principal"],
    ["Scrollable table", "Tableau défilant"],
    ["App pages", "Pages du portail"],
    ["Sidebar", "Menu"],
    ["Help", "Aide"],
    ["Copy to clipboard", "Copier"],
    ["Copied", "Copié"],
    ["Link to heading", "Lien vers ce titre"],
    ["Close sidebar", "Fermer le menu"],
    ["Collapse sidebar", "Fermer le menu"],
    ["Expand sidebar", "Ouvrir le menu"],
    ["Open sidebar", "Ouvrir le menu"],
  ]);
  // The size of a chosen file, « 72.0B », stands alone in its chip or after its name.
  const UNITS = { B: "octets", KB: "ko", MB: "Mo" };
  const inChip = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    return element && element.closest('[data-testid="stFileChip"]');
  };
  const size = (text) =>
    text.replace(/(\d+)(?:\.(\d))?(B|KB|MB)$/, (_, whole, tenth, unit) =>
      `${whole}${tenth && tenth !== "0" ? `,${tenth}` : ""} ${UNITS[unit]}`);
  const translate = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const isSize = /^\d+(\.\d)?(B|KB|MB)$/.test(node.nodeValue) && inChip(node);
      const french = isSize ? size(node.nodeValue) : texts.get(node.nodeValue.trim());
      if (french !== undefined && french !== node.nodeValue) node.nodeValue = french;
    }
    if (root.nodeType !== Node.ELEMENT_NODE) return;
    for (const element of [root, ...root.querySelectorAll("[aria-label],[title],[placeholder]")]) {
      for (const name of ["aria-label", "title"]) {
        const french = labels.get(element.getAttribute(name));
        if (french) element.setAttribute(name, french);
      }
      const label = element.getAttribute("aria-label");
      if (label && inChip(element)) {
        const said = size(label).replace(/^Remove /, "Retirer ").replace(/^Cancel upload of /, "Annuler l'envoi de ");
        if (said !== label) element.setAttribute("aria-label", said);
      }
      const waiting = texts.get(element.getAttribute("placeholder"));
      if (waiting) element.setAttribute("placeholder", waiting);
      // Streamlit names its icons in English ("science icon"); ours only repeat the words beside them.
      if (/ icon$/.test(element.getAttribute("aria-label") || "")) {
        element.removeAttribute("aria-label");
        element.setAttribute("aria-hidden", "true");
      }
    }
  };
  // Streamlit lays the headed parts of its menu in one list, which may hold items only: each part is a list,
  // named after its heading.
  const nameTheMenu = () => {
    for (const part of document.querySelectorAll('[data-testid="stSidebarNavItems"] > div:not([role])')) {
      const heading = part.querySelector("header [data-testid=stMarkdownContainer]");
      part.parentElement.setAttribute("role", "presentation");
      part.setAttribute("role", "list");
      if (heading) part.setAttribute("aria-label", heading.textContent);
    }
  };
  new MutationObserver((changes) => {
    nameTheMenu();
    for (const change of changes) {
      change.addedNodes.forEach((node) => translate(node.nodeType === Node.TEXT_NODE ? node.parentNode || node : node));
      if (change.type === "attributes") translate(change.target);
    }
  }).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-label", "title", "placeholder"] });
})();
