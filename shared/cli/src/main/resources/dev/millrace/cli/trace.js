// Draws an arrow from a cause: down its lane, then across to the entry that follows from it.
const card = (entry) => entry.querySelector(".card").getBoundingClientRect();

function arrow(grid, link) {
  const origin = grid.getBoundingClientRect();
  const cause = document.querySelector(link.hash);
  const from = card(cause);
  const to = card(link.closest("li"));
  const sameLane = Math.abs(from.left - to.left) < 1;
  const height = (sameLane ? to.top : to.top + 18) - from.bottom;
  if (height <= 0) {
    link.parentElement.classList.add("words"); // there are no arrows upwards
    return [];
  }
  // Arrows of different causes that share a lane run side by side.
  const x = from.left + 14 + (Number(cause.id.slice(1)) % 6) * 7;
  const right = to.left > x;
  const end = sameLane ? x : right ? to.left : to.right;
  const line = document.createElement("i");
  line.className = sameLane ? "down" : right ? "right" : "left";
  line.style.left = Math.min(x, end) - origin.left + "px";
  line.style.top = from.bottom - origin.top + "px";
  line.style.width = Math.abs(end - x) + "px";
  line.style.height = height + "px";
  return [line];
}

window.drawArrows = () => {
  const grid = document.querySelector(".grid:not(.drawn)");
  if (!grid) return;
  grid.classList.add("drawn");
  new ResizeObserver(() => {
    const lines = [...grid.querySelectorAll(".causes a")].flatMap((link) => arrow(grid, link));
    grid.querySelector(".arrows").replaceChildren(...lines);
  }).observe(grid);
};
drawArrows();
