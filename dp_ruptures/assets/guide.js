/* « Imprimer », in the mode opératoire: no element of a page can ask the browser for it by itself. */
(() => {
  if (window.guidePrints) return;
  window.guidePrints = true;
  document.addEventListener("click", (event) => {
    if (event.target.closest(".st-key-print-guide button")) window.print();
  });
})();
