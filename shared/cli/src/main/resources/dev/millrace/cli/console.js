// The token comes with the printed address, as its fragment. It stays in this tab.
if (/^#[0-9a-f]{48}$/.test(location.hash)) {
  sessionStorage.setItem("token", location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
const main = document.getElementById("main");
const view = "/view" + location.pathname + location.search;
const shown = new WeakMap();

document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["Millrace-Token"] = sessionStorage.getItem("token") ?? "";
});
// What has not changed is not replaced: focus, selection and scrolling stay.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig, target } = event.detail;
  if (xhr.status === 403) {
    main.textContent = xhr.responseText;
    event.detail.shouldSwap = false;
  } else if (requestConfig.verb === "get") {
    const isTyped = target === main && document.activeElement.matches("main input");
    if (xhr.responseText === shown.get(target) || isTyped) event.detail.shouldSwap = false;
    else shown.set(target, xhr.responseText);
  } else {
    shown.delete(target);
  }
});
document.body.addEventListener("htmx:sendError", () => {
  main.dataset.lost = "The console does not answer: is it still running?";
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) delete main.dataset.lost;
  document.getElementById("calls").textContent = event.detail.xhr.getResponseHeader("Millrace-Calls") ?? "";
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  window.drawArrows?.();
  // An answer names ids, which are filled in where they are asked for next.
  const answer = event.detail.target.querySelector("[data-fill-in]");
  if (!answer) return;
  for (const [name, value] of Object.entries(JSON.parse(answer.dataset.fillIn))) {
    for (const input of document.querySelectorAll(`[data-fill="${CSS.escape(name)}"]`)) input.value = value;
  }
});
document.body.addEventListener("click", ({ target }) => {
  if (target.dataset?.body) target.form.elements.body.value = target.dataset.body;
});

const look = () => htmx.ajax("GET", view, { target: main, swap: "innerHTML" });
look();
// What is still stays as it is: one fills it in.
setInterval(() => document.hidden || main.querySelector("[data-still]") || look(), Number(main.dataset.refresh) * 1000);
