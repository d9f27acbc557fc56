// The desk: puts list, panel and plan together, sends decisions one after the other, and follows what the desk tells.
import { byId, complain, make, number, tell } from "./dom.js";
import { LOST, get, listen, post } from "./api.js";
import * as list from "./list.js";
import * as pages from "./pages.js";
import * as panel from "./panel.js";
import * as status from "./status.js";
import * as builds from "./builds.js";
import * as edition from "./edition.js";
import * as meeting from "./meeting.js";
import * as profile from "./profile.js";
import * as sheet from "./sheet.js";
import * as tray from "./tray.js";
import { isWaiting, putFiles, putWaiting } from "./put.js";
import { askPlace, closeForm, drawTree, formIsOpen, monthName, requirement } from "./plan.js";

let queue = Promise.resolve();
let isReady = false;

const overview = (facts) => {
  byId("batal").disabled = !facts.batal;
  byId("ulang").disabled = !facts.ulang;
  if (facts.masalah) complain(facts.masalah);
  tray.follow(facts.nampan);
  const counts = facts.hitungan;
  if (counts && counts.semua !== undefined) {
    byId("jumlah").textContent =
      `${number.format(counts.terbuka)} belum diputuskan: ${number.format(counts.rancu)} rancu, ` +
      `${number.format(counts.tanpa_tempat)} tanpa tempat, ${number.format(counts.belum_mengisi)} belum mengisi. ` +
      `${number.format(counts.semua)} berkas seluruhnya, ${number.format(counts.diabaikan)} diabaikan.`;
  }
};

const showNext = (step = 1) => {
  const next = list.neighbour(step) || list.neighbour(-step);
  return next;
};

/** Send a change after those before it; what it says is shown, a refusal is told and the rows come back. */
const change = (address, body, words) => {
  queue = queue.then(async () => {
    try {
      const answer = await post(address, body);
      panel.forget();
      overview(answer);
      list.update(answer.baris || []);
      const merged = answer.digabung ? " (plan/pins.yaml baru saja diubah orang lain; isinya digabung.)" : "";
      tell(words(answer) + merged);
      return answer;
    } catch (error) {
      complain(error);
      await reload();
      return null;
    }
  });
  return queue;
};

/** Decide about the selected files, or the one at hand; the next file is shown at once. */
const decide = (facts, words, paths = list.selected.size ? [...list.selected] : [list.currentPath()]) => {
  const files = paths.filter((path) => list.rows.has(path));
  if (!files.length || !files[0]) return;
  closeForm();
  list.unselect();
  let next = list.currentPath();
  if (files.includes(next)) {
    let at = 1;
    while (list.neighbour(at) && files.includes(list.neighbour(at))) at += 1;
    next = list.neighbour(at);
    for (let back = -1; !next && list.neighbour(back); back -= 1) if (!files.includes(list.neighbour(back))) next = list.neighbour(back);
  }
  list.update(files.map((path) => ({ ...list.rows.get(path), terbuka: false, keputusan: [words] })));
  list.show(next || "", true);
  panel.prepare(list.neighbour(1));
  const named = files.length === 1 ? list.rows.get(files[0]).nama : `${number.format(files.length)} berkas`;
  change("/api/decide", { berkas: files, ...facts }, () => `${named}: ${words}. Tersimpan.`);
};

const placed = (paths) => (place) => {
  const known = requirement(place.indikator, place.butir);
  const months = place.slot.map((slot) => monthName(place.indikator, place.butir, slot)).join(", ");
  const words = `${place.indikator}${known ? `.${known.id} ${known.nama}` : " (butir belum ditetapkan)"}${months ? `, ${months}` : ""}`;
  decide({ tempat: [place] }, words, paths);
};

const putDone = (answers) => {
  for (const answer of answers) overview(answer);
};
const choose = (place) => {
  const known = { id: place.butir, slot: place.slot || "", near: place.dekat || "" };
  if (isWaiting()) putWaiting(place.indikator, known, putDone);
  else askPlace(place.indikator, known, placed());
};
const reject = () => {
  const reason = byId("alasan").value.trim();
  decide({ bukan: true, alasan: reason }, "bukan bukti rencana ini");
};
const step = (by) => {
  const next = list.neighbour(by);
  if (next) list.show(next, true);
  panel.prepare(list.neighbour(by > 0 ? 1 : -1));
};
const back = (address, words) =>
  change(address, {}, (answer) => `${words}: ${answer.baris.map((row) => row.nama).join(", ") || "isian atau berkas terakhir"}`).then((answer) => {
    if (answer && answer.baris.length && !status.isShown()) list.show(answer.baris[0].letak, true);
    if (answer && status.isShown()) status.refresh();
    if (answer && !byId("bagian-lke").hidden) sheet.refresh();
    if (answer && !byId("bagian-rapat").hidden) meeting.refresh();
    if (answer && !byId("bagian-profil").hidden) profile.refresh();
  });
const undo = () => back("/api/undo", "Dibatalkan");
const redo = () => back("/api/redo", "Diulangi");

const reload = async () => {
  const found = await get("/api/files");
  list.rows.clear();
  for (const row of found) list.rows.set(row.letak, row);
  list.draw();
  list.tellSelected();
};

/** Draw everything for the first time, as soon as the evidence has been read. */
const begin = async () => {
  isReady = true;
  try {
    const plan = await get("/api/plan");
    byId("unit").textContent = plan.unit;
    document.title = `Meja bukti · ${plan.unit}`;
    drawTree(plan, {
      pressed: (code) => {
        if (isWaiting()) putWaiting(code, {}, putDone);
        else if (list.currentPath()) askPlace(code, {}, placed());
      },
      filesDropped: (code, files) => putFiles(code, {}, files, putDone),
      dropped: (code, paths) => askPlace(code, {}, placed(paths)),
    });
    await reload();
    byId("daftar").removeAttribute("aria-busy");
    const first = document.querySelector("#kelompok [data-path]");
    if (first) list.show(first.dataset.path);
    panel.prepare(list.neighbour(1));
  } catch (error) {
    isReady = false;
    complain(error);
  }
};

const heard = (name, facts) => {
  if (name === "baca" || name === "nilai") builds.reading(facts);
  if (name === "susun") builds.building(facts);
  if (name === "sendiri") builds.automatic(facts);
  if (name === "nampan") tray.follow(facts.nampan, true);
  if (name === "dinilai") {
    builds.read();
    status.assessed(facts);
    if (!byId("bagian-lke").hidden && !byId("lke-daftar").contains(document.activeElement)) sheet.refresh();
  }
  if (name === "tersusun") builds.built(facts);
  if (name !== "keadaan") return;
  if (facts.sendiri) builds.opened(facts);
  else builds.read();
  overview(facts);
  if (facts.siap && !isReady) begin();
  else if (facts.muat) reload().catch(complain);
  else if (facts.baris) {
    panel.forget();
    if (status.isShown()) status.refresh();
    list.update(facts.baris, facts.hilang);
    if (!list.rows.has(list.currentPath()) && list.currentPath()) list.show(showNext() || "");
  }
};

const follow = () => listen(heard, () => setTimeout(retry, 1500));
const retry = async () => {
  if (closed) return;
  complain(LOST);
  try {
    await get("/api/files");
    byId("galat").replaceChildren();
    isReady = false;
    follow();
  } catch {
    setTimeout(retry, 5000);
  }
};

let closed = false;
const close = async () => {
  await queue;
  closed = true;
  try {
    await post("/api/stop");
  } catch (error) {
    closed = false;
    complain(error);
    return;
  }
  const said = make("main", { class: "alone" }, make("h1", {}, "Meja sudah ditutup"), make("p", {}, "Semua keputusan tersimpan. Laman ini boleh ditutup."));
  document.body.replaceChildren(said);
};

/** Show one part of the page and hide the other. */
const turnTo = (part) => {
  for (const each of ["pilah", "keadaan", "lke", "rapat", "profil"]) {
    byId(`bagian-${each}`).hidden = each !== part;
    if (each === part) byId(`ke-${each}`).setAttribute("aria-current", "page");
    else byId(`ke-${each}`).removeAttribute("aria-current");
  }
  if (part === "keadaan") status.refresh();
  if (part === "lke") sheet.refresh();
  if (part === "rapat") meeting.refresh();
  if (part === "profil") profile.refresh();
};
sheet.begin({ changed: overview });
meeting.begin({ changed: overview });
profile.begin({ changed: overview });
status.begin({
  look: (path) => {
    turnTo("pilah");
    if (list.rows.has(path)) list.show(path, true);
  },
  changed: overview,
});

const typing = (target) => target.matches("input:not([type=checkbox]):not([type=radio]):not([type=file]), textarea, select");
const keys = {
  k: () => byId("kata").focus(),
  n: reject,
  l: () => step(1),
  ArrowRight: () => step(1),
  ArrowLeft: () => step(-1),
  x: () => list.currentPath() && list.toggle(list.currentPath()),
  u: undo,
  r: panel.rotate,
  ".": () => pages.turn(1),
  ",": () => pages.turn(-1),
  "+": () => panel.enlarge(1),
  "-": () => panel.enlarge(-1),
  "?": () => byId("bantuan").showModal(),
};
document.addEventListener("keydown", (event) => {
  if (document.querySelector("dialog[open]") || event.altKey) return;
  const letter = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !typing(event.target)) {
    if (letter === "z") (event.shiftKey ? redo : undo)();
    else if (letter === "y") redo();
    else return;
    event.preventDefault();
    return;
  }
  if (event.key === "Escape" && formIsOpen()) byId("kembali").click();
  if (byId("bagian-pilah").hidden) return; // the keys below are those of the list
  if (event.ctrlKey || event.metaKey || typing(event.target) || !byId("pintasan").checked || event.repeat) return;
  if (/^[1-9]$/.test(event.key) && !formIsOpen()) panel.numbered()[Number(event.key) - 1]?.click();
  else if (keys[event.key] && !(formIsOpen() && event.key.startsWith("Arrow"))) keys[event.key]();
  else return;
  event.preventDefault();
});

list.begin((path, focus) => {
  closeForm();
  panel.showFile(path, focus);
});
panel.begin(choose);
byId("ke-pilah").addEventListener("click", () => turnTo("pilah"));
byId("ke-keadaan").addEventListener("click", () => turnTo("keadaan"));
byId("ke-lke").addEventListener("click", () => turnTo("lke"));
byId("ke-rapat").addEventListener("click", () => turnTo("rapat"));
byId("ke-profil").addEventListener("click", () => turnTo("profil"));
byId("batal").addEventListener("click", undo);
byId("ulang").addEventListener("click", redo);
byId("tolak").addEventListener("submit", (event) => {
  event.preventDefault();
  reject();
});
byId("lewati").addEventListener("click", () => step(1));
builds.begin(() => queue);
byId("namai").addEventListener("click", async () => {
  const path = list.currentPath();
  try {
    await queue;
    const { letak } = await post("/api/rename", { berkas: path });
    byId("nama-lama").textContent = path;
    byId("nama-usulan").textContent = letak;
    byId("namai-jadi").onclick = () => {
      byId("penamaan").close();
      change("/api/rename", { berkas: path, letak }, () => `Namanya sekarang ${letak}.`);
    };
    byId("penamaan").showModal();
  } catch (error) {
    complain(error);
  }
});
byId("banding").addEventListener("click", () => edition.compare(list.rows.get(list.currentPath())));
byId("namai-urung").addEventListener("click", () => byId("penamaan").close());
byId("tanya").addEventListener("click", () => byId("bantuan").showModal());
byId("tutup-bantuan").addEventListener("click", () => byId("bantuan").close());
byId("tutup-meja").addEventListener("click", close);
const kept = localStorage.getItem("pintasan");
byId("pintasan").checked = kept !== "tidak";
byId("pintasan").addEventListener("change", () => localStorage.setItem("pintasan", byId("pintasan").checked ? "ya" : "tidak"));
follow();
