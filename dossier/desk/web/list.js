// The list of files: rows as the desk tells them, filtered, grouped by folder and day, drawn a piece at a time.
import { byId, make, number } from "./dom.js";

const CHUNK = 60; // tiles that are drawn at a time

export const rows = new Map(); // path ─► row
export const selected = new Set(); // paths
let order = []; // paths of the filtered list
let drawn = 0;
let current = "";
let chosen = () => {};

export const currentPath = () => current;
const tileOf = (path) => document.querySelector(`[data-path="${CSS.escape(path)}"]`);
const key = (row) => [row.folder.toLowerCase(), row.tanggal || "9999", row.letak];
const compare = (one, other) => {
  const [a, b] = [key(rows.get(one)), key(rows.get(other))];
  for (let at = 0; at < 3; at += 1) if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
  return 0;
};

const fits = (row) => {
  const wanted = byId("lihat").value;
  const words = byId("nama").value.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.some((word) => !row.letak.toLowerCase().includes(word))) return false;
  if (wanted === "semua") return true;
  if (wanted === "tadi") return row.keputusan.length > 0;
  return row.terbuka && (wanted === "terbuka" || row.keadaan === wanted);
};

export const open = () => order.filter((path) => rows.get(path).terbuka).length;

/** Show a file in the panel; `focus` puts the keyboard there. */
export const show = (path, focus = false) => {
  tileOf(current)?.querySelector(".tile")?.removeAttribute("aria-current");
  current = path;
  const tile = tileOf(path);
  tile?.querySelector(".tile").setAttribute("aria-current", "true");
  tile?.scrollIntoView({ block: "nearest" });
  chosen(path, focus);
};

/** Return the path `step` places further in the list, or an empty text at its end. */
export const neighbour = (step) => order[order.indexOf(current) + step] || "";

export const toggle = (path, on = !selected.has(path)) => {
  if (on) selected.add(path);
  else selected.delete(path);
  const box = tileOf(path)?.querySelector("input");
  if (box) box.checked = on;
  tellSelected();
};

export const tellSelected = () => {
  const notice = byId("dipilih");
  notice.hidden = selected.size === 0;
  notice.textContent = `Keputusan berikut berlaku untuk ${number.format(selected.size)} berkas yang dipilih.`;
  byId("lepas").disabled = selected.size === 0;
};

export const unselect = () => {
  for (const path of [...selected]) toggle(path, false);
};

const fallback = (row) => make("span", { class: "nopicture" }, row.jenis);
const thumb = (row) => {
  if (!row.gambar) return fallback(row);
  const image = make("img", { src: `/gambar/kecil/${row.gambar}`, alt: "", loading: "lazy", width: 160, height: 120, draggable: "false" });
  image.addEventListener("error", () => image.replaceWith(fallback(row)), { once: true });
  return image;
};

const tile = (row) => {
  const box = make("input", { type: "checkbox", "aria-label": `Pilih ${row.nama}`, onchange: () => toggle(row.letak, box.checked) });
  box.checked = selected.has(row.letak);
  const state = row.keputusan.length ? row.keputusan.join("; ") : row.keadaan;
  const button = make(
    "button",
    { type: "button", class: "tile", onclick: () => show(row.letak, true) },
    thumb(row),
    make("span", { class: "name" }, row.nama),
    make("span", { class: `badge${row.terbuka ? "" : " done"}` }, state),
  );
  if (row.letak === current) button.setAttribute("aria-current", "true");
  const item = make("li", { "data-path": row.letak, draggable: "true" }, button, make("span", { class: "box" }, box));
  item.addEventListener("dragstart", (event) => {
    const paths = selected.has(row.letak) ? [...selected] : [row.letak];
    event.dataTransfer.setData("application/x-berkas", JSON.stringify(paths));
    event.dataTransfer.effectAllowed = "copy";
  });
  return item;
};

const groupKey = (row) => JSON.stringify([row.folder, row.hari]);
const group = (row) => {
  const name = groupKey(row);
  const title = [row.folder || "(langsung di evidence/)", row.hari].filter(Boolean).join(" · ");
  const all = () => {
    const own = order.filter((path) => groupKey(rows.get(path)) === name);
    const on = !own.every((path) => selected.has(path));
    own.forEach((path) => toggle(path, on));
  };
  return make(
    "section",
    { class: "group", "data-group": name },
    make("div", { class: "group-head" }, make("h3", {}, title), make("button", { type: "button", onclick: all, "aria-label": `Pilih semua di ${title}` }, "Pilih semua")),
    make("ul", { class: "tiles" }),
  );
};

const grow = (amount) => {
  const place = byId("kelompok");
  const until = Math.min(order.length, drawn + amount);
  for (; drawn < until; drawn += 1) {
    const row = rows.get(order[drawn]);
    let last = place.lastElementChild;
    if (!last || last.dataset.group !== groupKey(row)) {
      last = group(row);
      place.append(last);
    }
    last.querySelector(".tiles").append(tile(row));
  }
  const left = order.length - drawn;
  byId("lagi").hidden = left === 0;
  byId("lagi").textContent = `Tampilkan ${number.format(Math.min(CHUNK, left))} lagi dari ${number.format(left)}`;
  byId("habis").hidden = order.length > 0;
};

/** Draw the list anew: filter, order, first piece; the file at hand stays. */
export const draw = () => {
  order = [...rows.keys()].filter((path) => fits(rows.get(path))).sort(compare);
  byId("kelompok").replaceChildren();
  drawn = 0;
  grow(Math.max(CHUNK, order.indexOf(current) + 1));
};

/** Take new rows and draw what changed: a row that no longer fits goes, the others stay where they are. */
export const update = (changed, gone = []) => {
  let anew = false;
  for (const path of gone) {
    rows.delete(path);
    selected.delete(path);
    remove(path);
  }
  for (const row of changed) {
    rows.set(row.letak, row);
    const at = order.indexOf(row.letak);
    if (!fits(row)) remove(row.letak);
    else if (at < 0) anew = true;
    else if (at < drawn) tileOf(row.letak)?.replaceWith(tile(row));
  }
  tellSelected();
  if (anew) draw();
  else if (drawn < CHUNK && drawn < order.length) grow(CHUNK - drawn);
  byId("habis").hidden = order.length > 0;
};

const remove = (path) => {
  const at = order.indexOf(path);
  if (at < 0) return;
  order.splice(at, 1);
  const item = tileOf(path);
  if (at < drawn) drawn -= 1;
  const home = item?.closest(".group");
  item?.remove();
  if (home && !home.querySelector("li")) home.remove();
};

/** Begin: `whenChosen(path, focus)` shows a file. */
export const begin = (whenChosen) => {
  chosen = whenChosen;
  byId("lagi").addEventListener("click", () => {
    const first = drawn;
    grow(CHUNK);
    tileOf(order[first])?.querySelector(".tile").focus();
  });
  byId("lihat").addEventListener("change", draw);
  byId("nama").addEventListener("input", draw);
  byId("saring").addEventListener("submit", (event) => event.preventDefault());
  byId("lepas").addEventListener("click", unselect);
};
