/* The cursor waits in « Identifiant » at arrival. Not on a phone, whose keyboard would hide the page. */
(() => {
  if (window.matchMedia("(pointer: coarse)").matches) return;
  const field = document.querySelector('input[autocomplete="username"]');
  // Whoever is typing elsewhere already is left there.
  if (field && !field.value && document.activeElement === document.body) field.focus({ preventScroll: true });
})();
