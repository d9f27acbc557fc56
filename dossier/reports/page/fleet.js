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

  const data = JSON.parse(field("data").textContent);

  function cell(kind, text, name) {
    const made = document.createElement(kind);
    made.textContent = text;
    if (name) {
      made.className = name;
    }
    return made;
  }

  function light([complete, due]) {
    if (due === 0) {
      return "";
    }
    return complete === due ? "l-hijau" : 2 * (due - complete) > due ? "l-merah" : "l-kuning";
  }

  function unitHead(row) {
    const name = row.dataset.name;
    const made = cell("th", name.length > 36 ? `${name.slice(0, 35)}…` : name, "unit");
    made.scope = "col";
    made.title = name;
    return made;
  }

  // Compares the units that the filters leave, where they have one plan and are not too many to read.
  function compare(shown) {
    const units = shown.filter((row) => data.units[row.dataset.key]);
    const plans = new Set(units.map((row) => row.dataset.plan));
    const hint = field("banding-hint");
    const box = field("banding-isi");
    box.hidden = true;
    if (units.length < 2 || plans.size > 1 || units.length > data.most) {
      const left = plans.size > 1 ? `unit dengan ${plans.size} rencana` : `${units.length} unit yang melapor`;
      hint.textContent = `Saring daftar di atas sampai tersisa 2 sampai ${data.most} unit dengan satu rencana (sekarang ${left}); misalnya pilih satu induk.`;
      return;
    }
    const plan = data.plans.find((each) => each.digest === units[0].dataset.plan);
    const head = document.createElement("tr");
    head.append(cell("th", "Indikator"), cell("th", "Uraian"), cell("th", "Belum lengkap di"));
    head.append(...units.map(unitHead));
    const lines = plan.indicators.map(([code, statement], place) => {
      const pairs = units.map((row) => data.units[row.dataset.key][place]);
      const lacking = pairs.filter((pair) => pair && pair[0] < pair[1]).length;
      return { code, statement, pairs, lacking };
    });
    lines.sort((a, b) => b.lacking - a.lacking);
    const made = lines.map((line) => {
      const row = document.createElement("tr");
      const lack = cell("td", `${line.lacking} unit`);
      row.append(cell("th", line.code, "code"), cell("td", line.statement, "statement"), lack);
      row.append(...line.pairs.map((pair) => cell("td", pair && pair[1] ? `${pair[0]}/${pair[1]}` : "–", pair ? light(pair) : "")));
      return row;
    });
    field("banding-tabel").tHead.replaceChildren(head);
    field("banding-tabel").tBodies[0].replaceChildren(...made);
    hint.textContent = `${units.length} unit dengan rencana yang sama; sel: lengkap/sudah waktunya. Yang paling banyak belum ada di atas.`;
    box.hidden = false;
  }

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
    compare(rows.filter((row) => !row.hidden));
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

  field("cari").addEventListener("input", filter);
  field("saring").addEventListener("change", filter);
  field("saring").addEventListener("submit", (event) => event.preventDefault());
  table.tHead.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) {
      sort(button);
    }
  });
  filter();
})();
