"use strict";

/* Narrows the table of vehicles to what is typed, and sorts it by the column that is clicked. */
(function () {
  const table = document.querySelector("table");
  if (!table) return;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const heads = Array.from(table.tHead.rows[0].cells);

  document.querySelector("input[type=search]").addEventListener("input", (event) => {
    const words = event.target.value.trim().toLowerCase().split(/\s+/);
    rows.forEach((row) => { row.hidden = !words.every((word) => row.textContent.toLowerCase().includes(word)); });
  });

  const valueOf = (cell) => (cell.dataset.sort === undefined ? cell.textContent : Number(cell.dataset.sort));
  heads.forEach((head, column) => head.addEventListener("click", () => {
    const down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = (a, b) => {
      const [x, y] = [valueOf(a.cells[column]), valueOf(b.cells[column])];
      return typeof x === "number" ? x - y : x.localeCompare(y, document.documentElement.lang);
    };
    rows.sort((a, b) => (down ? order(b, a) : order(a, b))).forEach((row) => body.append(row));
  }));
})();
