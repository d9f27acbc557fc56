// The state of the plan: totals, what presses, what is wrong, the year as a matrix, and one requirement with its months.
import { byId, complain, make, number, tell } from "./dom.js";
import { get, post } from "./api.js";

const MOST = 10; // lines of a list that are drawn at a time
let told = null; // what the desk said last
let signs = new Map();
let hooks = { look: () => {}, changed: () => {} };
let opened = null; // code and requirement that the dialog shows

export const isShown = () => !byId("bagian-keadaan").hidden;
const state = (value) => make("span", { class: `state s-${value}` }, signs.get(value) || "");
const ofPerson = (row) => !byId("orang").value || row.orang === byId("orang").value;

/** Fill a list a piece at a time; its button shows the next. */
const fill = (name, items, draw, empty) => {
  const [box, more] = [byId(name), byId(`${name}-lagi`)];
  box.replaceChildren(...(items.length ? [] : [make("li", {}, empty)]));
  let next = 0;
  const grow = () => {
    const first = next;
    next = Math.min(items.length, next + MOST);
    box.append(...items.slice(first, next).map(draw));
    more.hidden = next === items.length;
    more.textContent = `Tampilkan ${number.format(Math.min(MOST, items.length - next))} lagi dari ${number.format(items.length - next)}`;
    return box.children[first];
  };
  more.onclick = () => grow()?.querySelector("button")?.focus();
  grow();
};

const pressing = (row) =>
  make(
    "li",
    {},
    make("button", { type: "button", class: "link", onclick: () => openRequirement(row.kode, row.butir) }, `${row.kode}.${row.butir} ${row.nama}`),
    make("span", {}, state(row.keadaan), ` ${row.bulan} · jatuh tempo ${row.tempo} · ${row.sisa}`, row.orang ? ` · ${row.orang}` : ""),
  );

const wrong = (each) =>
  make(
    "li",
    {},
    make("span", {}, each.teks, each.saran ? make("span", { class: "small" }, ` ${each.saran}`) : ""),
    each.berkas ? make("button", { type: "button", class: "link", onclick: () => hooks.look(each.berkas) }, `Lihat ${each.berkas}`) : null,
  );

const drawTable = (area) => {
  const heads = told.kolom.map((name) => make("th", { scope: "col" }, name));
  const rows = area.baris.map((row) =>
    make(
      "tr",
      {},
      make("th", { scope: "row" }, make("button", { type: "button", class: "link", onclick: () => openRequirement(row.kode, row.butir) }, `${row.kode}.${row.butir} ${row.nama}`)),
      ...row.sel.map((value) => {
        const [sign, ...words] = (signs.get(value) || " ").split(" ");
        return make("td", { class: value ? `s-${value}` : null }, sign, value ? make("span", { class: "unseen" }, words.join(" ")) : "");
      }),
    ),
  );
  const head = make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "Butir"), ...heads));
  return make("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": `Tabel ${area.kode}` }, make("table", {}, make("caption", {}, `${area.kode}. ${area.judul}`), head, make("tbody", {}, ...rows)));
};

const drawMatrix = () => {
  const known = new Set([...byId("matriks").querySelectorAll("details[open]")].map((each) => each.dataset.area));
  const parts = told.matriks.map((area) => {
    const box = make("details", { "data-area": area.kode }, make("summary", {}, `${area.kode}. ${area.judul}`));
    const open = () => box.open && !box.querySelector("table") && box.append(drawTable(area));
    box.addEventListener("toggle", open);
    if (known.has(area.kode)) {
      box.open = true;
      open();
    }
    return box;
  });
  byId("matriks").replaceChildren(...parts);
};

const drawLists = () => {
  const pressed = told.slot.filter((row) => row.mendesak && ofPerson(row));
  const ordered = [...pressed.filter((row) => row.mendesak === "minggu"), ...pressed.filter((row) => row.mendesak !== "minggu")];
  fill("mendesak", ordered, pressing, "Tidak ada yang mendesak.");
  fill("salah", told.temuan, wrong, "Tidak ada.");
};

const draw = () => {
  signs = new Map(told.jumlah.map((each) => [each.keadaan, `${each.tanda} ${each.nama}`]));
  byId("per").textContent = `Per ${told.per}.${told.lama ? " Sesudah itu ada keputusan baru; sedang dihitung lagi." : ""}`;
  byId("totals").replaceChildren(
    ...told.jumlah.map((each) => make("li", { class: `s-${each.keadaan}` }, `${each.tanda} ${each.nama}: ${number.format(each.banyak)}`)),
    ...(told.persen === null ? [] : [make("li", {}, `${number.format(told.persen)}% dari yang sudah jatuh tempo lengkap`)]),
  );
  const person = byId("orang").value;
  const people = [...new Set(told.slot.map((row) => row.orang).filter(Boolean))].sort();
  byId("orang").replaceChildren(make("option", { value: "" }, "semua"), ...people.map((name) => make("option", { value: name }, name)));
  byId("orang").value = people.includes(person) ? person : "";
  drawLists();
  drawMatrix();
  if (opened && byId("butir").open) drawRequirement();
};

/** Ask for the state and, where it is old or not there, have it made anew. */
export const refresh = async () => {
  try {
    const answer = await get("/api/status");
    if (answer.ada) {
      told = answer;
      draw();
    } else byId("per").textContent = "Sedang dihitung: setiap berkas dibuka dahulu.";
    if (!answer.ada || answer.lama) await post("/api/assess");
  } catch (error) {
    complain(error);
  }
};

/** Take the news that an assessment is done. */
export const assessed = (facts) => {
  if (facts.galat) complain(facts);
  else if (isShown()) get("/api/status").then((answer) => { told = answer; draw(); }).catch(complain);
};

const fileButton = (path) => make("li", {}, make("button", { type: "button", class: "link", onclick: () => { byId("butir").close(); hooks.look(path); } }, path));
const files = (title, paths) => (paths.length ? make("div", {}, make("p", { class: "small" }, title), make("ul", {}, ...paths.map(fileButton))) : null);

const noteForm = (row) => {
  const id = `isian-${row.slot}`;
  const person = make("input", { type: "text", id: `${id}-orang`, maxlength: "200", value: row.orang_isian, placeholder: row.orang });
  const follow = make("input", { type: "text", id: `${id}-tindak`, maxlength: "2000", value: row.tindak });
  const save = async (event) => {
    event.preventDefault();
    try {
      const facts = { indikator: row.kode, butir: row.butir, slot: row.slot, orang: person.value, tindak: follow.value, orang_lama: row.orang_isian, tindak_lama: row.tindak };
      hooks.changed(await post("/api/note", facts));
      [row.orang_isian, row.tindak] = [person.value.trim(), follow.value.trim()];
      tell(`Tersimpan di plan/tindak-lanjut.yaml: ${row.kode}.${row.butir}, ${row.bulan}.`);
      await refresh();
    } catch (error) {
      complain(error);
    }
  };
  return make("form", { onsubmit: save, autocomplete: "off" }, make("label", { for: person.id }, `Penanggung jawab, ${row.bulan}`), person, make("label", { for: follow.id }, `Tindak lanjut, ${row.bulan}`), follow, make("p", {}, make("button", { type: "submit" }, "Simpan isian")));
};

const month = (row) =>
  make(
    "section",
    {},
    make("h3", {}, row.bulan),
    make("p", {}, state(row.keadaan), ` jatuh tempo ${row.tempo}${row.sisa ? `, ${row.sisa}` : ""}`),
    files("Berkasnya:", row.berkas),
    files("Mungkin:", row.calon),
    ...row.temuan.map(([text, advice]) => make("p", {}, text, advice ? make("span", { class: "small" }, ` ${advice}`) : "")),
    row.keadaan !== "ada" && row.isi ? make("p", { class: "small" }, "Terisi oleh berkas bernama ", make("code", {}, row.isi)) : null,
    ...row.tpi.map(([who, status, text]) => make("p", {}, `TPI${who ? ` (${who})` : ""}: ${[status, text].filter(Boolean).join(" — ")}`)),
    noteForm(row),
  );

const drawRequirement = () => {
  const [code, id] = opened;
  const rows = told.slot.filter((row) => row.kode === code && row.butir === id);
  if (!rows.length || byId("isi-butir").contains(document.activeElement)) return; // somebody is typing there
  byId("judul-butir").textContent = `${code}.${id} ${rows[0].nama}`;
  byId("isi-butir").replaceChildren(...rows.map(month));
};

const openRequirement = (code, id) => {
  opened = [code, id];
  drawRequirement();
  byId("butir").showModal();
};

/** Begin: `look(path)` shows a file; `changed(overview)` is told after an entry was written. */
export const begin = (given) => {
  hooks = given;
  byId("orang").addEventListener("change", drawLists);
  byId("hitung").addEventListener("click", () => post("/api/assess").catch(complain));
  byId("tutup-butir").addEventListener("click", () => byId("butir").close());
};
