// The tray: files that came from a phone and have no place yet, and the code by which a phone may send more.
import { byId, complain, make, number } from "./dom.js";
import { get, post } from "./api.js";
import { hold } from "./put.js";

const SVG = "http://www.w3.org/2000/svg";
const chosen = new Set(); // names
let rows = [];
let count = -1; // files that the desk said wait, when the list was asked for last
let until = 0; // when the code ends, by this page's clock
let timer = 0;

const asFile = (row) => ({ name: row.nama, size: row.besar, tray: true });
const picked = () => rows.filter((row) => chosen.has(row.nama));

const look = (row) => {
  byId("judul-nampan-besar").textContent = row.judul;
  byId("nampan-besar-gambar").src = `/gambar-nampan/besar/${row.gambar}`;
  byId("nampan-besar-gambar").alt = `Isi ${row.judul}`;
  byId("nampan-besar").showModal();
};

const fallback = (row) => make("span", { class: "nopicture" }, row.jenis);
const thumb = (row) => {
  if (!row.gambar) return fallback(row);
  const image = make("img", { src: `/gambar-nampan/kecil/${row.gambar}`, alt: "", loading: "lazy", width: 160, height: 120, draggable: "false" });
  image.addEventListener("error", () => image.replaceWith(fallback(row)), { once: true });
  return image;
};

const tile = (row) => {
  const box = make("input", { type: "checkbox", "aria-label": `Pilih ${row.judul}`, onchange: () => pick(row.nama, box.checked) });
  box.checked = chosen.has(row.nama);
  const button = make(
    "button",
    { type: "button", class: "tile", onclick: () => (row.gambar ? look(row) : pick(row.nama, !chosen.has(row.nama))) },
    thumb(row),
    make("span", { class: "name" }, row.judul),
    make("span", { class: "badge" }, row.masalah || row.ukuran),
  );
  const item = make("li", { draggable: "true", "data-tray": row.nama }, button, make("span", { class: "box" }, box));
  item.addEventListener("dragstart", (event) => {
    const dragged = chosen.has(row.nama) ? picked() : [row];
    event.dataTransfer.setData("application/x-nampan", JSON.stringify(dragged.map(asFile)));
    event.dataTransfer.effectAllowed = "copy";
  });
  return item;
};

const pick = (name, on) => {
  if (on) chosen.add(name);
  else chosen.delete(name);
  const box = document.querySelector(`[data-tray="${CSS.escape(name)}"] input`);
  if (box) box.checked = on;
  byId("nampan-masukkan").disabled = chosen.size === 0;
  byId("nampan-masukkan").textContent = chosen.size ? `Masukkan ${number.format(chosen.size)} berkas …` : "Masukkan yang dipilih …";
};

const draw = () => {
  for (const name of [...chosen]) if (!rows.some((row) => row.nama === name)) chosen.delete(name);
  byId("nampan").hidden = rows.length === 0;
  byId("nampan-jumlah").textContent = `${number.format(rows.length)} berkas belum menjadi bukti indikator mana pun.`;
  byId("nampan-isi").replaceChildren(...rows.map(tile));
  pick("", false);
};

const drawCode = (told) => {
  const { sisi, jalur } = told.qr;
  const picture = document.createElementNS(SVG, "svg");
  const add = (tag, attributes) => {
    const part = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
    picture.append(part);
  };
  for (const [name, value] of Object.entries({ viewBox: `0 0 ${sisi} ${sisi}`, role: "img", "aria-label": "Kode QR untuk ponsel", "shape-rendering": "crispEdges" })) picture.setAttribute(name, value);
  add("rect", { width: sisi, height: sisi, fill: "#ffffff" });
  add("path", { d: jalur, fill: "#000000" });
  byId("kode").replaceChildren(picture);
  byId("ponsel-alamat").textContent = told.alamat;
  byId("ponsel-batas").textContent = `Paling banyak ${number.format(told.terbanyak)} berkas untuk satu kode, masing-masing sampai ${told.terbesar}: foto (juga HEIC) dan PDF.`;
  until = Date.now() + told.sisa * 1000;
  countDown();
};

const countDown = () => {
  const left = Math.max(0, Math.ceil((until - Date.now()) / 60000));
  byId("kode").classList.toggle("over", left === 0);
  byId("ponsel-sisa").textContent = left ? `Kode ini berlaku ${number.format(left)} menit lagi.` : "Kode ini sudah habis waktunya. Buat kode baru.";
};

const showCode = async (ask) => {
  try {
    drawCode(await ask());
    if (!byId("ponsel").open) byId("ponsel").showModal();
    clearInterval(timer);
    timer = setInterval(countDown, 5000);
  } catch (error) {
    complain(error);
  }
};

/** Ask what waits, where that may have changed; `waiting` is how many files the desk says there are. */
export const follow = async (waiting, anyway = false) => {
  if (waiting === undefined || (waiting === count && !anyway)) return;
  count = waiting;
  try {
    const told = await get("/api/tray");
    rows = told.berkas;
    byId("dari-ponsel").hidden = !told.ponsel;
    byId("ponsel-masuk").textContent = rows.length ? `${number.format(rows.length)} berkas menunggu di nampan.` : "Belum ada berkas di nampan.";
    draw();
  } catch (error) {
    complain(error);
  }
};

byId("nampan-semua").addEventListener("click", () => {
  const on = chosen.size < rows.length;
  for (const row of rows) pick(row.nama, on);
});
byId("nampan-masukkan").addEventListener("click", () => {
  hold(picked().map(asFile));
  byId("judul-rencana").focus();
});
byId("dari-ponsel").addEventListener("click", () => showCode(() => get("/api/lan")));
byId("kode-baru").addEventListener("click", () => showCode(() => post("/api/lan/renew")));
byId("tutup-ponsel").addEventListener("click", () => byId("ponsel").close());
byId("ponsel").addEventListener("close", () => clearInterval(timer));
byId("tutup-nampan-besar").addEventListener("click", () => byId("nampan-besar").close());
