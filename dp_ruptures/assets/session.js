/* Trades a login ticket for the HttpOnly cookie, or ends the session, then loads the page afresh:
   a Streamlit run sees the cookies of the moment its websocket opened. */
(async () => {
  const { act, ticket } = (document.currentScript || document.querySelector("script[data-act]")).dataset;
  const post = (path, body) =>
    fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
  if (act === "end") {
    await post("/session/end", {});
    window.location.replace("/");
  } else if (act === "open") {
    const opened = await post("/session", { ticket });
    // A browser that refuses cookies would ask for the password again and never say why.
    const problem = !opened.ok ? "expiree" : !(await fetch("/session")).ok ? "cookies" : null;
    const here = new URL(window.location.href);
    if (problem) {
      here.searchParams.set("connexion", problem);
    } else {
      here.searchParams.delete("connexion");
    }
    window.location.replace(here);
  }
})();
