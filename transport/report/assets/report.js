"use strict";
// Sort a table by the column whose heading is pressed, again in the other direction: numbers by data-v, largest
// first, texts as the language orders them.
const collator = new Intl.Collator(document.documentElement.lang, {numeric: true});

function sortBy(heading) {
  const body = heading.closest("table").tBodies[0];
  const numeric = heading.classList.contains("n");
  const before = heading.getAttribute("aria-sort");
  const falling = before === null ? numeric : before === "ascending";
  const number = (row) => Number(row.cells[heading.cellIndex].dataset.v ?? -Infinity);
  const text = (row) => row.cells[heading.cellIndex].textContent;
  const rising = numeric ? (a, b) => number(a) - number(b) : (a, b) => collator.compare(text(a), text(b));
  const rows = [...body.rows].sort((a, b) => (falling ? rising(b, a) : rising(a, b)) || 0);
  for (const other of heading.parentNode.cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
  body.append(...rows);
}

// Spans that act as buttons: browsers do not repeat a table's head on the next printed page if it holds real ones.
for (const sorter of document.querySelectorAll("th .sort")) {
  sorter.setAttribute("role", "button");
  sorter.tabIndex = 0;
  sorter.addEventListener("click", () => sortBy(sorter.closest("th")));
  sorter.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    sortBy(sorter.closest("th"));
  });
}

// A box that leaves only the rows with what is typed; it is made here, so that a page without scripts has none.
for (const area of document.querySelectorAll("[data-filter]")) {
  area.classList.add("long");
  area.tabIndex = 0;
  const box = document.createElement("input");
  box.type = "search";
  box.className = "filter";
  box.placeholder = area.dataset.filter;
  box.setAttribute("aria-label", area.dataset.filter);
  box.addEventListener("input", () => {
    const wanted = box.value.trim().toLocaleLowerCase();
    for (const row of area.querySelectorAll("tbody tr")) row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  });
  area.before(box);
}

addEventListener("beforeprint", () => {
  for (const row of document.querySelectorAll("tr[hidden]")) row.hidden = false;
});
