// The token comes with the printed address, as its fragment. It stays in this tab.
if (/^#[0-9a-f]{48}$/.test(location.hash)) {
  sessionStorage.setItem("token", location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
const main = document.getElementById("main");
const view = "/view" + location.pathname + location.search;
let shown = "";
let ahead = 0; // milliseconds that the service's clock is ahead of this one

const NOW = /<time class="now" datetime="([^"]*)".*?<\/time>/;
const withoutClocks = (html) => html.replace(NOW, "").replace(/<time class="distance.*?<\/time>/g, "");

// How far from now, in the two largest units.
function distance(seconds) {
  let rest = Math.abs(seconds);
  const units = [["d", 86400], ["h", 3600], ["min", 60], ["s", 1]];
  const first = units.findIndex(([, size]) => rest >= size);
  const words = units.slice(first < 0 ? 3 : first).slice(0, 2).map(([unit, size]) => {
    const count = Math.floor(rest / size);
    rest %= size;
    return count + " " + unit;
  });
  return seconds > 0 ? "in " + words.join(" ") : words.join(" ") + " ago";
}

// Counts down to what is due, and looks again when it is.
function tick() {
  let isDue = false;
  for (const time of main.querySelectorAll("time.distance")) {
    const seconds = Math.ceil((Date.parse(time.dateTime) - Date.now() - ahead) / 1000);
    time.textContent = distance(seconds);
    if (seconds <= 0 && time.classList.contains("due")) {
      time.classList.remove("due");
      isDue = true;
    }
  }
  if (isDue) look();
}

document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["Millrace-Token"] = sessionStorage.getItem("token") ?? "";
});
// What has not changed but for clocks is not replaced: focus, selection and scrolling stay.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig, target } = event.detail;
  if (xhr.status === 403) {
    main.textContent = xhr.responseText;
    event.detail.shouldSwap = false;
  } else if (requestConfig.verb !== "get") {
    shown = "";
  } else if (target === main) {
    const now = NOW.exec(xhr.responseText)?.[1];
    if (now) ahead = Date.parse(now) - Date.now();
    const html = withoutClocks(xhr.responseText);
    if (html === shown || document.activeElement.matches("main input")) {
      event.detail.shouldSwap = false;
      const clock = main.querySelector("time.now");
      if (clock && html === shown) clock.textContent = clock.dateTime = now;
    } else {
      shown = html;
    }
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
setInterval(tick, 1000);
