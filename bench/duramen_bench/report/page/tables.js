// ---- tables: a click on a column's head sorts, each part of the table by itself; a second click turns it round

function sort(button) {
  const head = button.closest("th");
  const down = head.getAttribute("aria-sort") !== "descending";
  const table = head.closest("table");
  for (const other of head.parentNode.children) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", down ? "descending" : "ascending");
  table.classList.add("sorted");
  const value = row => {
    const number = parseFloat(row.children[head.cellIndex].dataset.v);
    return Number.isNaN(number) ? -1 : number;
  };
  for (const body of table.tBodies) {
    const rows = [...body.rows].filter(row => !row.classList.contains("part"));
    rows.sort((a, b) => (down ? value(b) - value(a) : value(a) - value(b)));
    body.append(...rows);
  }
}

function choosePlot(button) {
  const buttons = all("button", button.parentNode);
  for (const other of buttons) other.setAttribute("aria-pressed", other === button);
  for (let next = button.parentNode.nextElementSibling; next?.matches("figure"); next = next.nextElementSibling)
    next.classList.toggle("second", next.dataset.cost !== button.dataset.plot);
}

document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (button?.closest("[data-sort]")) sort(button);
  else if (button?.dataset.plot) choosePlot(button);
});

// ---- the square of differences: one stop for the tab key, arrows within, and a sentence for the cell

function sentence(cell) {
  const row = cell.parentNode.cells[0].textContent;
  const column = cell.closest("table").tHead.rows[0].cells[cell.cellIndex].textContent;
  if (cell.classList[0] === "self") return row;
  const verdict = { win: "told apart, the first is better", loss: "told apart, the second is better",
    tie: "not told apart" }[cell.classList[0]];
  return `${row} against ${column}: ${cell.dataset.d}, p ${cell.dataset.p}, ${verdict}`;
}

// Without this script it is a plain table, so that it becomes a grid is said here.
function prepareGrids() {
  for (const grid of all("[data-grid]:not([role])")) {
    grid.setAttribute("role", "grid");
    for (const cell of all("tbody td", grid)) cell.tabIndex = -1;
    one("tbody td", grid).tabIndex = 0;
  }
}

function point(cell) {
  const grid = cell.closest("[data-grid]");
  cell.setAttribute("aria-label", sentence(cell));
  all(".at", grid).forEach(other => other.classList.remove("at"));
  [cell, cell.parentNode.cells[0], grid.tHead.rows[0].cells[cell.cellIndex]].forEach(other => other.classList.add("at"));
  one("[data-readout]", grid.closest("section, details")).textContent = sentence(cell);
}

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

function walk(event) {
  const cell = event.target.closest("[data-grid] td");
  if (!cell || !STEPS[event.key]) return;
  const [down, right] = STEPS[event.key];
  const rows = cell.closest("tbody").rows;
  const next = rows[cell.parentNode.sectionRowIndex + down]?.cells[cell.cellIndex + right];
  event.preventDefault();
  if (next?.tagName !== "TD") return;
  next.setAttribute("aria-label", sentence(next));
  next.focus();
}

document.addEventListener("keydown", walk);
document.addEventListener("focusin", event => {
  const cell = event.target.closest("[data-grid] tbody td");
  if (!cell) return;
  one("td[tabindex='0']", cell.closest("tbody")).tabIndex = -1;
  cell.tabIndex = 0;
  point(cell);
});
document.addEventListener("pointerover", event => {
  const cell = event.target.closest("[data-grid] tbody td");
  if (cell) point(cell);
});
