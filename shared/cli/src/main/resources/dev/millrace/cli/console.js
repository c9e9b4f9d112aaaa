// The token is the fragment of the printed address. It is stored only in this tab.
if (/^#[0-9a-f]{48}$/.test(location.hash)) {
  sessionStorage.setItem("token", location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
}
const main = document.getElementById("main");
const view = "/view" + location.pathname + location.search;
const shown = new WeakMap(); // the HTML of each part, without its clocks
let ahead = 0; // milliseconds that the service's clock is ahead of the browser's

const NOW = /<time class="now" datetime="([^"]*)".*?<\/time>/;
const withoutClocks = (html) => html.replace(NOW, "").replace(/<time class="distance.*?<\/time>/g, "");

// The distance from now, in the two largest units.
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

// Updates the countdowns, and reloads the contents when one ends.
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
// A part of which only the clocks changed is not replaced, so that focus, selection and scrolling stay.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, requestConfig, target } = event.detail;
  if (xhr.status === 403) {
    main.textContent = xhr.responseText;
    event.detail.shouldSwap = false;
  } else if (requestConfig.verb !== "get") {
    shown.delete(target);
  } else {
    const now = target === main && NOW.exec(xhr.responseText)?.[1];
    if (now) ahead = Date.parse(now) - Date.now();
    const html = withoutClocks(xhr.responseText);
    const isTyped = target === main && [...main.querySelectorAll("input[required]")].some(
      (input) => input === document.activeElement || input.value);
    if (html === shown.get(target) || isTyped) {
      event.detail.shouldSwap = false;
      const clock = now && main.querySelector("time.now");
      if (clock && !isTyped) clock.textContent = clock.dateTime = now;
    } else {
      shown.set(target, html);
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
document.body.addEventListener("htmx:afterSwap", (event) => {
  window.drawArrows?.();
  // An answer contains ids. They are filled into the fields that need them next.
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
// A page with data-still is not reloaded, because the user fills in its forms.
setInterval(() => document.hidden || main.querySelector("[data-still]") || look(), Number(main.dataset.refresh) * 1000);
setInterval(tick, 1000);
