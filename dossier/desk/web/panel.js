// The file at hand: its picture, what it may be, and the search for another place.
import { complain, byId, make, number } from "./dom.js";
import { download, get } from "./api.js";
import { rows } from "./list.js";
import * as pages from "./pages.js";

const ZOOMS = ["", "zoom-2", "zoom-3", "zoom-4"];
const details = new Map(); // path ─► what the desk said of a file; emptied with every change
const MOST_KEPT = 200;
let zoom = 0;
let turn = 0;
let shown = "";
let choose = () => {};

export const forget = () => details.clear();

const ask = async (path) => {
  if (!details.has(path)) {
    if (details.size > MOST_KEPT) details.clear();
    details.set(path, get("/api/file", { letak: path }));
  }
  return details.get(path);
};

/** Ask beforehand what is needed for the file that comes next. */
export const prepare = (path) => {
  if (!path) return;
  ask(path).catch(() => details.delete(path));
  const row = rows.get(path);
  if (row?.gambar) new Image().src = `/gambar/besar/${row.gambar}`;
};

const pose = () => {
  const image = byId("gambar");
  image.className = [ZOOMS[zoom], turn ? `turn-${turn}` : ""].filter(Boolean).join(" ");
  byId("bingkai").classList.toggle("zoomed", zoom > 0);
};
export const rotate = () => {
  turn = (turn + 90) % 360;
  pose();
};
export const enlarge = (step) => {
  zoom = Math.max(0, Math.min(ZOOMS.length - 1, zoom + step));
  pose();
};

const drawPicture = (row) => {
  const image = byId("gambar");
  zoom = turn = 0;
  pose();
  image.hidden = !row.gambar;
  image.alt = `Gambar ${row.nama}`;
  byId("tanpa-gambar").hidden = Boolean(row.gambar);
  byId("tanpa-gambar").classList.remove("excerpt");
  byId("tanpa-gambar").textContent = `${row.jenis}: tidak ada gambarnya. Unduh aslinya untuk melihat isinya.`;
  if (row.gambar) image.src = `/gambar/besar/${row.gambar}`;
  else image.removeAttribute("src");
};

const reasons = (title, lines) =>
  lines.length ? make("div", {}, make("p", { class: "small" }, title), make("ul", { class: "reasons" }, ...lines.map((line) => make("li", {}, line)))) : null;

/** One place as a button with its key. */
export const placeButton = (at, place, pressed) =>
  make(
    "button",
    { type: "button", class: "choice", onclick: pressed },
    make("kbd", {}, String(at)),
    make("span", {}, make("span", { class: "code" }, place.kode), " ", place.nama, place.bulan ? `, ${place.bulan}` : "", place.nilai ? make("span", { class: "small" }, ` nilai ${place.nilai}`) : ""),
  );

const drawChoices = (told) => {
  const items = told.calon.map((claim, at) =>
    make(
      "li",
      {},
      placeButton(at + 1, claim, () => choose(claim)),
      make("p", { class: "small" }, `${claim.bunyi} — ${claim.aturan}: ${claim.alasan.join("; ")}`),
      claim.masalah ? make("p", { class: "against small" }, `belum mengisi: ${claim.masalah}`) : null,
    ),
  );
  const title = items.length ? "Mungkin untuk" : "Tidak ada calon. Cari tempatnya dengan kata di bawah ini.";
  byId("calon").replaceChildren(
    ...[
      make("h3", {}, title),
      items.length ? make("ol", { class: "choices" }, ...items) : null,
      reasons("Yang mendukung namanya:", told.mendukung),
      reasons("Yang menolak namanya:", told.menolak),
    ].filter(Boolean),
  );
};

/** Show a file; an empty path shows that there is none left. */
export const showFile = async (path, focus) => {
  shown = path;
  byId("periksa").hidden = !path;
  if (!path) return;
  const row = rows.get(path);
  byId("nama-berkas").textContent = row.nama;
  byId("tentang").textContent = [row.folder, row.hari, row.jenis, row.ukuran, row.keadaan].filter(Boolean).join(" · ");
  byId("mengapa").textContent = "";
  byId("calon").replaceChildren();
  byId("kata").value = "";
  byId("temuan").replaceChildren();
  byId("alasan").value = "";
  drawPicture(row);
  pages.follow(row);
  if (focus) byId("nama-berkas").focus();
  try {
    const told = await ask(path);
    if (shown !== path) return;
    byId("mengapa").textContent = [told.masalah, told.mengapa, ...told.keputusan.map((each) => `Keputusan: ${each}`)].filter(Boolean).join(" · ");
    if (told.kutipan) {
      byId("tanpa-gambar").classList.add("excerpt");
      byId("tanpa-gambar").textContent = told.kutipan;
    }
    drawChoices(told);
  } catch (error) {
    details.delete(path);
    if (shown === path) complain(error);
  }
};

let waiting = 0;
const search = () => {
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const words = byId("kata").value.trim();
    if (!words) {
      byId("temuan").replaceChildren();
      return;
    }
    try {
      const found = await get("/api/search", { kata: words });
      if (byId("kata").value.trim() !== words) return;
      const items = found.map((place, at) => make("li", {}, placeButton(at + 1, place, () => choose(place)), make("p", { class: "small" }, place.bunyi)));
      byId("temuan").replaceChildren(...(items.length ? items : [make("li", {}, "Tidak ada yang cocok. Coba kata lain, atau pilih di rencana aksi.")]));
      byId("temuan").dataset.words = words;
    } catch (error) {
      complain(error);
    }
  }, 120);
};

/** The buttons that the keys 1 to 9 press: of the search while it shows something, else the candidates. */
export const numbered = () => {
  const found = byId("temuan").querySelectorAll(".choice");
  return found.length ? found : byId("calon").querySelectorAll(".choice");
};

/** Begin: `whenChosen(place)` is told a candidate or a place that was found. */
export const begin = (whenChosen) => {
  choose = whenChosen;
  byId("kata").addEventListener("input", search);
  byId("cari").addEventListener("submit", (event) => {
    event.preventDefault();
    byId("temuan").querySelector(".choice")?.focus();
  });
  byId("putar").addEventListener("click", rotate);
  byId("besar").addEventListener("click", () => enlarge(1));
  byId("kecil").addEventListener("click", () => enlarge(-1));
  byId("unduh").addEventListener("click", () => download(shown, rows.get(shown).nama).catch(complain));
  byId("gambar").addEventListener("error", () => {
    byId("gambar").hidden = true;
    byId("tanpa-gambar").hidden = false;
    byId("tanpa-gambar").textContent = "Gambarnya tidak dapat dibuat. Unduh aslinya untuk melihat isinya.";
  });
};

export const progressWords = (facts) => (facts.jumlah ? `${number.format(facts.selesai)} dari ${number.format(facts.jumlah)}` : "");
