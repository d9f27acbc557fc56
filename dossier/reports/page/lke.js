"use strict";
(() => {
  // The table of answers is complete without this script; it only filters and sorts the rows that are there.
  const byId = (id) => document.getElementById(id);
  const tools = byId("lke-alat");
  if (!tools) return;
  const body = byId("lke-tabel").tBodies[0];
  const rows = [...body.rows];
  const [filter, least, order] = ["lke-saring", "lke-poin", "lke-urut"].map(byId);
  const moves = (row) => Math.max(Number(row.dataset.stake), Number(row.dataset.open));

  const show = () => {
    let shown = 0;
    for (const row of rows) {
      row.hidden = (filter.value !== "" && row.dataset[filter.value] !== "1") || moves(row) < Number(least.value || 0);
      shown += row.hidden ? 0 : 1;
    }
    const by = order.value;
    body.append(...(by ? [...rows].sort((a, b) => Number(b.dataset[by]) - Number(a.dataset[by])) : rows));
    byId("lke-hasil").textContent = `${shown} dari ${rows.length} pertanyaan.`;
  };
  for (const field of [filter, least, order]) field.addEventListener("input", show);
  tools.hidden = false;
  show();
})();
