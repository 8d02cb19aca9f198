/* Trades a login ticket for the HttpOnly cookie, or ends the session, then loads the page afresh:
   a Streamlit run sees the cookies of the moment its websocket opened. */
(async () => {
  const script = document.currentScript || document.querySelector("script[data-act]");
  const act = script.dataset.act;
  const options = { method: "POST", headers: { "Content-Type": "application/json" } };
  if (act === "open") {
    await fetch("/session", { ...options, body: JSON.stringify({ ticket: script.dataset.ticket }) });
    window.location.reload();
  } else if (act === "end") {
    await fetch("/session/end", options);
    window.location.replace("/");
  }
})();
