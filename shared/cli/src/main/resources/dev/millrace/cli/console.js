// The token comes with the printed address, as its fragment. It stays in this tab.
if (/^#[0-9a-f]{48}$/.test(location.hash)) {
  sessionStorage.setItem("token", location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
const main = document.getElementById("main");
const view = "/view" + location.pathname + location.search;
let shown = "";

document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["Millrace-Token"] = sessionStorage.getItem("token") ?? "";
});
// What has not changed is not replaced: focus, selection and scrolling stay.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig } = event.detail;
  if (xhr.status === 403) {
    main.textContent = xhr.responseText;
    event.detail.shouldSwap = false;
  } else if (requestConfig.verb === "get") {
    if (xhr.responseText === shown || document.activeElement.matches("main input")) event.detail.shouldSwap = false;
    else shown = xhr.responseText;
  } else {
    shown = "";
  }
});
document.body.addEventListener("htmx:sendError", () => {
  main.dataset.lost = "The console does not answer: is it still running?";
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  if (event.detail.successful) delete main.dataset.lost;
  document.getElementById("calls").textContent = event.detail.xhr.getResponseHeader("Millrace-Calls") ?? "";
});
document.body.addEventListener("htmx:afterSwap", () => window.drawArrows?.());

const look = () => htmx.ajax("GET", view, { target: main, swap: "innerHTML" });
look();
setInterval(() => document.hidden || look(), Number(main.dataset.refresh) * 1000);
