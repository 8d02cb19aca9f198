/* The cursor waits in « Identifiant » at arrival. Not on a phone, whose keyboard would hide the page. */
(() => {
  if (window.matchMedia("(pointer: coarse)").matches) return;
  let turns = 30;
  const leave = () => { turns = 0; };
  // Whoever is typing or clicking already is left there.
  for (const event of ["keydown", "pointerdown"]) document.addEventListener(event, leave, { once: true });
  // On a slow machine the field comes after this script, or is drawn a second time and loses the cursor.
  const stay = () => {
    if (turns-- <= 0) return;
    const field = document.querySelector('input[autocomplete="username"]');
    if (field && !field.value && document.activeElement === document.body) field.focus({ preventScroll: true });
    window.setTimeout(stay, 100);
  };
  stay();
})();
