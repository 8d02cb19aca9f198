/* The keyboard of the weekly form: the cursor lands in the first empty quantity, Enter and the
   arrows go from one to the next, digits replace. Tab and Ctrl+Enter are already Streamlit's own. */
(() => {
  const quantities = () =>
    [...document.querySelectorAll('.st-key-quantities input[type="tel"]')].filter((field) => field.offsetParent);
  const isQuantity = (element) => element instanceof HTMLInputElement && quantities().includes(element);

  if (!window.declarationKeys) {
    window.declarationKeys = true;
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
    // A lost connection disables the fields, and the one that was being filled loses the cursor.
    let last = null;
    document.addEventListener("focusin", (event) => {
      last = isQuantity(event.target) ? event.target : null;
      if (last) last.select();
    });
    // Lost, then found again: a whole run, in case the server restarted and forgot this form (see keyboard()).
    let lost = false;
    window.setInterval(() => {
      const fields = quantities();
      const resume = document.querySelector(".st-key-resume");
      if (resume) resume.hidden = true;
      if (fields.some((field) => field.disabled)) {
        lost = true;
      } else if (lost && fields.length) {
        lost = false;
        if (resume) resume.querySelector("button").click();
      }
      if (last && last.isConnected && !last.disabled && document.activeElement === document.body) last.focus();
    }, 300);
  }

  // Once, when the fields have come; never away from where somebody already is.
  const deadline = Date.now() + 10000;
  const land = () => {
    const busy = document.activeElement && document.activeElement !== document.body;
    const fields = quantities();
    if (fields.length && !busy) (fields.find((field) => !field.value) || fields[0]).focus({ preventScroll: true });
    if (!fields.length && Date.now() < deadline) window.setTimeout(land, 50);
  };
  land();
})();
