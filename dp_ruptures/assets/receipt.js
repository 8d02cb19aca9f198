/* A new receipt is read where the page begins: sent from the bottom of the form, it would come out of sight. */
(() => {
  const { receipt } = (document.currentScript || document.querySelector("script[data-receipt]")).dataset;
  if (window.receiptShown === receipt) return;
  window.receiptShown = receipt;
  document.querySelector("h1")?.scrollIntoView();
})();
