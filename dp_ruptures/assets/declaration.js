/* The keyboard of the weekly form: the cursor lands in the first empty quantity, Enter and the
   arrows go from one to the next, digits replace. Tab and Ctrl+Enter are already Streamlit's own. */
(() => {
  const quantities = () =>
    [...document.querySelectorAll('.st-key-quantities input[type="tel"]')].filter((field) => field.offsetParent);
  const isQuantity = (element) => element instanceof HTMLInputElement && quantities().includes(element);

  // « C'est exact » goes away with the figure it asks about, and would take the cursor with it: Tab goes
  // from one quantity to the next, and meets these boxes after the last one.
  const asides = () =>
    [...document.querySelectorAll('.st-key-quantities input[type="checkbox"]')].filter((box) => box.offsetParent);
  const tab = (event) => {
    const boxes = asides();
    boxes.forEach((box) => (box.tabIndex = -1));
    const last = quantities().at(-1);
    const place = boxes.indexOf(event.target);
    const goTo = (element) => {
      event.preventDefault();
      event.stopPropagation();
      element.focus();
    };
    if (!last || !boxes.length) return;
    if (place < 0 && event.target === last && !event.shiftKey) goTo(boxes[0]);
    else if (place >= 0 && event.shiftKey) goTo(boxes[place - 1] || last);
    else if (place >= 0 && place + 1 < boxes.length) goTo(boxes[place + 1]);
    else if (place >= 0) last.focus(); // And the browser's own Tab goes on from there.
  };

  // Fixed, so that it is read wherever the page is scrolled; in the main area, so that it is found there.
  const LOST = "Connexion perdue : ce qui est enregistré est gardé ; attendez avant de continuer.";
  const app = () => document.querySelector('[data-testid="stApp"]');
  const say = (isLost) => {
    const said = document.getElementById("connection-lost");
    if (!isLost && said) said.remove();
    if (!isLost || said) return;
    const sentence = document.createElement("p");
    sentence.id = "connection-lost";
    sentence.setAttribute("role", "alert");
    const { backgroundColor, color } = getComputedStyle(app() || document.body);
    Object.assign(sentence.style, {
      position: "fixed", top: "4rem", left: "50%", transform: "translateX(-50%)", zIndex: 100, margin: 0,
      padding: "0.75rem 1rem", border: "2px solid", width: "max-content", maxWidth: "90vw", backgroundColor, color,
    });
    (document.querySelector('[data-testid="stMain"]') || document.body).append(sentence);
    sentence.textContent = LOST;
  };
  const isConnected = () => {
    const state = app() && app().getAttribute("data-test-connection-state");
    return navigator.onLine && (!state || state === "CONNECTED") && !quantities().some((field) => field.disabled);
  };

  if (!window.declarationKeys) {
    window.declarationKeys = true;
    window.addEventListener("keydown", (event) => event.key === "Tab" && tab(event), true);
    window.addEventListener(
      "keydown",
      (event) => {
        // The Enter that ends a scan is the scanner's: its line is not the next one (scanner.js).
        if (!isQuantity(event.target) || (window.endsScan && window.endsScan(event))) return;
        // A button's shortcut sends what was committed: Alt+I would leave out the field being typed.
        if (event.altKey && !event.ctrlKey && event.key.length === 1) event.target.blur();
        if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
        const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!step) return;
        const fields = quantities();
        const next = fields[fields.indexOf(event.target) + step];
        event.preventDefault();
        if (next) {
          event.stopPropagation();
          next.focus();
        }
      },
      true,
    );
    // A lost connection disables the fields, and the one that was being filled loses the cursor: to nothing,
    // or to what Streamlit says of the loss in a dialog.
    let last = null;
    let lost = false;
    document.addEventListener("focusin", (event) => {
      if (isQuantity(event.target)) {
        last = event.target.getAttribute("aria-label");
        event.target.select();
      } else if (!lost && !event.target.closest('[role="dialog"]')) last = null;
    });
    const resume = () => {
      const field = last && quantities().find((one) => one.getAttribute("aria-label") === last);
      if (field && !field.disabled && document.activeElement === document.body) field.focus();
    };
    // Lost, then found again: a whole run, in case the server restarted and forgot this form (see keyboard()).
    window.setInterval(() => {
      const button = document.querySelector(".st-key-resume");
      if (button) button.hidden = true;
      if (!quantities().length) return say(false);
      if (!isConnected()) {
        lost = true;
      } else if (lost) {
        lost = false;
        if (button) button.querySelector("button").click();
      }
      say(lost);
      resume();
    }, 300);
  }

  // Once, when the fields have come; never away from where somebody already is. While the page is still
  // being drawn a line may come before those above it: the cursor then moves up, unless a key was pressed.
  const deadline = Date.now() + 10000;
  let landed = null;
  let touched = false;
  ["keydown", "pointerdown"].forEach((kind) =>
    window.addEventListener(kind, () => (touched = true), { capture: true, once: true }),
  );
  const land = () => {
    const here = document.activeElement;
    const fields = quantities();
    const first = fields.find((field) => !field.value) || fields[0];
    const isFree = !here || here === document.body || here === landed;
    if (first && first !== here && isFree && !touched) (landed = first).focus({ preventScroll: true });
    const isDrawn = fields.length && app() && app().getAttribute("data-test-script-state") === "notRunning";
    if (!isDrawn && !touched && Date.now() < deadline) window.setTimeout(land, 50);
  };
  land();
})();
