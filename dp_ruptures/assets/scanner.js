/* A scanner is a keyboard that types a whole code in a few milliseconds. Wherever the cursor is, a scan
   jumps to its product's line, which the burst never fills; the product's name is always said.
   Codes are only recognised here; what is no line of the form is left to the server to explain. */
(() => {
  // Milliseconds. A busy browser holds a scanner's keys back: recognition rests on the code, not on its speed.
  const FORGOTTEN = 2000;
  const APART = 150; // A person's last key and a scanner's first.
  const SETTLED = 400;
  const SHORTEST = 7;
  const CODE = 13;
  const AZERTY = { "&": "1", "é": "2", '"': "3", "'": "4", "(": "5", "-": "6", "è": "7", "_": "8", "ç": "9", "à": "0", "§": "6", "!": "8" };

  const lines = () => {
    const found = new Map();
    for (const place of document.querySelectorAll('.st-key-quantities [class*="st-key-units-"]')) {
      const code = /st-key-units-\S*?(\d{13})(?:\s|$)/.exec(place.className);
      const field = place.querySelector("input");
      if (code && field) found.set(code[1], field);
    }
    return found;
  };
  const digitsOf = (text) => (/\d/.test(text) ? text : [...text].map((sign) => AZERTY[sign] || sign).join(""));
  // [where its scan begins, code] of each product of the form, in the order of the scans.
  const codesIn = (text, known) => {
    const found = [];
    for (const code of known) {
      if (text.slice(-SHORTEST) === code.slice(5, 12) && code.startsWith("34009") && text.length < CODE)
        return [[text.length - SHORTEST, code]];
      for (let place = text.indexOf(code); place >= 0; place = text.indexOf(code, place + CODE)) {
        const lead = /([\]$][a-z]\d)?(\(?01\)?)?0?$/i.exec(text.slice(0, place))[0];
        found.push([place - lead.length, code]);
      }
    }
    return found.sort((one, other) => one[0] - other[0]);
  };

  const say = (sentence) => {
    let status = document.getElementById("scan-status");
    if (!status) {
      status = document.createElement("div");
      status.id = "scan-status";
      status.setAttribute("role", "status");
      Object.assign(status.style, {
        position: "fixed", right: "1rem", bottom: "1rem", maxWidth: "calc(100vw - 2rem)", zIndex: 1000,
        padding: "0.6rem 1rem", borderRadius: "0.4rem", background: "#0b4f8a", color: "#ffffff", fontSize: "1rem",
      });
      document.body.append(status);
    }
    status.hidden = false;
    status.textContent = sentence;
    window.clearTimeout(window.scanStatus);
    window.scanStatus = window.setTimeout(() => { status.hidden = true; }, 8000);
  };

  const jump = (field) => {
    const folded = field.closest("details:not([open])");
    if (folded) folded.querySelector("summary").click();
    field.scrollIntoView({ block: "center" });
    field.focus();
    if (document.activeElement !== field) window.setTimeout(() => field.focus(), 300);
  };

  // What the server recognised and this file did not: a code typed by hand, a slow scanner.
  const asked = document.querySelector("script[data-scan-focus]");
  if (asked && asked.dataset.scanTurn !== window.scanTurn) {
    window.scanTurn = asked.dataset.scanTurn;
    const field = lines().get(asked.dataset.scanFocus);
    if (field) jump(field);
  }

  if (window.scanner) return;
  window.scanner = true;
  let burst = []; // Each key: its sign, its instant, its field, what the field held before it.
  let pause = 0;
  let count = 0;

  const isEditable = (element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  const forget = () => { burst = []; window.clearTimeout(pause); };
  const last = () => (burst.length ? burst[burst.length - 1].when : -Infinity);
  // Two scans in a row may straddle the jump of the first: every field they touched is given back.
  const restore = (keys) => {
    for (const key of keys.reverse()) {
      if (!isEditable(key.target) || key.target.value === key.before) continue;
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(key.target, key.before);
      key.target.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  const add = (signs, when, target) => {
    if (when - last() > FORGOTTEN) forget();
    for (const sign of signs) burst.push({ sign, when, target, before: isEditable(target) ? target.value : "" });
    window.clearTimeout(pause);
    // Some scanners send nothing after the code.
    if (burst.length >= CODE) pause = window.setTimeout(() => scanned(null), SETTLED);
  };
  // What was typed by hand just before a scan stays.
  const beginning = (at) => {
    let start = at;
    while (start > 0 && burst[start].when - burst[start - 1].when <= APART) start -= 1;
    return start;
  };
  const scanned = (event) => {
    const text = digitsOf(burst.map((key) => key.sign).join(""));
    // A pasted text is not a scan: it goes where it is pasted.
    if (text.length < SHORTEST || burst.some((key) => key.target instanceof HTMLTextAreaElement)) return false;
    const known = lines();
    const found = codesIn(text, known.keys());
    const isUnknown = !found.length && text.length >= CODE && [...known.values()].includes(burst[0].target);
    if (found.length || isUnknown) {
      if (event) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      restore(burst.slice(beginning(found.length ? found[0][0] : text.length - 1)));
    }
    forget();
    if (found.length) {
      count += found.length;
      const field = known.get(found[found.length - 1][1]);
      // Not at once: leaving a field sends what Streamlit last drew in it, the scan itself.
      window.setTimeout(() => jump(field), 30);
      say(`Scan ${count} : ${found.map(([, code]) => known.get(code).getAttribute("aria-label")).join(" ; ")}`);
    } else if (isUnknown) {
      say("Ce code n'est pas une ligne de votre formulaire. Pour savoir pourquoi, scannez-le dans « Scanner ».");
    }
    return found.length > 0 || isUnknown;
  };

  // Asked first by whichever script hears the key first; true when the key ended a scan and is spent.
  const judged = new WeakMap();
  window.endsScan = (event) => {
    if (!judged.has(event)) {
      const ends = ["Enter", "Tab"].includes(event.key) && burst.length >= SHORTEST;
      judged.set(event, ends && event.timeStamp - last() <= FORGOTTEN && scanned(event));
    }
    return judged.get(event);
  };
  window.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === "Tab") {
      if (!window.endsScan(event)) forget();
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey) {
      if (!isEditable(event.target)) add(event.key, event.timeStamp, event.target);
    } else if (!["Shift", "AltGraph", "CapsLock", "Dead", "Control"].includes(event.key) && !event.ctrlKey) forget();
  }, true);
  window.addEventListener("mousedown", forget, true);
  window.addEventListener("beforeinput", (event) => {
    if (event.inputType === "insertText" && event.data && isEditable(event.target)) add(event.data, event.timeStamp, event.target);
    else forget();
  }, true);
})();
