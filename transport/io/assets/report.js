"use strict";
// Sort a table by the column whose heading is pressed: numbers by data-v, texts as the language orders them.
const order = new Intl.Collator(document.documentElement.lang, {numeric: true});
for (const button of document.querySelectorAll("th button")) {
  button.addEventListener("click", () => {
    const heading = button.closest("th");
    const body = button.closest("table").tBodies[0];
    const index = heading.cellIndex;
    const numeric = heading.classList.contains("n");
    const falling = heading.getAttribute("aria-sort") === (numeric ? null : "ascending");
    const value = (row) => numeric ? Number(row.cells[index].dataset.v ?? NaN) : row.cells[index].textContent;
    const compare = (a, b) => {
      const x = value(a), y = value(b);
      if (!numeric) return order.compare(x, y);
      return Number.isNaN(x) ? -1 : Number.isNaN(y) ? 1 : x - y;
    };
    const falls = heading.getAttribute("aria-sort") === "ascending" || falling;
    const rows = [...body.rows].sort((a, b) => (falls ? compare(b, a) : compare(a, b)));
    for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", falls ? "descending" : "ascending");
    body.append(...rows);
  });
}
