"use strict";
(() => {
  const table = document.getElementById("daftar");
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const told = document.getElementById("terlihat");
  const field = (name) => document.getElementById(name);
  const fits = (row, name, key) => !field(name).value || row.dataset[key] === field(name).value;
  const fitsParent = (row) => {
    const parent = field("induk").value;
    return !parent || row.dataset.parent === parent || row.dataset.own === parent;
  };

  function filter() {
    const words = field("cari").value.toLowerCase().split(/\s+/).filter(Boolean);
    let seen = 0;
    for (const row of rows) {
      const shown =
        fitsParent(row) &&
        fits(row, "tingkat", "level") &&
        fits(row, "keadaan", "outcome") &&
        fits(row, "rencana", "plan") &&
        words.every((word) => row.dataset.words.includes(word));
      row.hidden = !shown;
      seen += shown ? 1 : 0;
    }
    told.textContent = seen === rows.length ? `${rows.length} unit.` : `${seen} dari ${rows.length} unit.`;
  }

  function value(row, column, kind) {
    const cell = row.cells[Math.min(column, row.cells.length - 1)];
    if (kind === "number") {
      return row.cells.length <= column + 1 ? -2 : Number(cell.dataset.value);
    }
    return cell.textContent.trim().toLowerCase();
  }

  function sort(button) {
    const column = Number(button.dataset.column);
    const head = button.parentElement;
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of head.parentElement.cells) {
      if (other.hasAttribute("aria-sort")) {
        other.setAttribute("aria-sort", "none");
      }
    }
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keys = new Map(rows.map((row) => [row, value(row, column, button.dataset.kind)]));
    const order = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b, "id"));
    rows.sort((a, b) => (down ? -1 : 1) * order(keys.get(a), keys.get(b)));
    body.append(...rows);
  }

  field("saring").addEventListener("input", filter);
  field("saring").addEventListener("submit", (event) => event.preventDefault());
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) {
      sort(button);
    }
  });
  filter();
})();
