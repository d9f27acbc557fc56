// A new meeting: one form, five papers.
import { byId, complain, make, tell } from "./dom.js";
import { get, post } from "./api.js";

let told = null;
let hooks = { changed: () => {} };
const value = (name) => byId(`rapat-${name}`).value.trim();

const drawSlots = () => {
  const known = told.indikator.find((each) => each.kode === value("indikator"));
  const options = (known ? known.slot : []).map((slot) => make("option", { value: slot }, slot));
  byId("rapat-slot").replaceChildren(make("option", { value: "" }, "menurut tanggalnya"), ...options);
};

const check = () => {
  const lacking = ["tanggal", "tempat", "acara", "pimpinan"].filter((name) => !value(name));
  const people = value("peserta").split("\n").map((name) => name.trim()).filter(Boolean);
  const unknown = told.pegawai.length ? people.filter((name) => !told.pegawai.includes(name)) : [];
  byId("rapat-periksa").textContent = [
    lacking.length ? `Belum diisi: ${lacking.join(", ")}.` : "Diperiksa: semua yang wajib sudah diisi.",
    unknown.length ? `Tidak ada di daftar pegawai: ${unknown.join("; ")} (NIP dan jabatannya tidak tercetak).` : "",
  ].join(" ");
};

const draw = () => {
  const before = value("indikator");
  byId("rapat-indikator").replaceChildren(...told.indikator.map((each) => make("option", { value: each.kode }, `${each.kode} ${each.nama}`)));
  if (before) byId("rapat-indikator").value = before;
  byId("rapat-pegawai").replaceChildren(...told.pegawai.map((name) => make("option", { value: name })));
  if (!value("pimpinan")) byId("rapat-pimpinan").value = told.pimpinan;
  byId("rapat-ada").replaceChildren(
    ...(told.rapat.length ? told.rapat.map((each) => make("li", {}, `${each.hari} · ${each.indikator} · ${each.acara}`)) : [make("li", {}, "Belum ada rapat.")]),
  );
  drawSlots();
  check();
};

export const refresh = async () => {
  try {
    told = await get("/api/rapat");
    draw();
  } catch (error) {
    complain(error);
  }
};

export const begin = (given) => {
  hooks = given;
  byId("rapat-indikator").addEventListener("change", drawSlots);
  byId("rapat-isian").addEventListener("input", () => told && check());
  byId("rapat-isian").addEventListener("submit", async (event) => {
    event.preventDefault();
    const names = ["indikator", "tanggal", "slot", "waktu", "tempat", "acara", "pimpinan"];
    const people = value("peserta").split("\n").map((name) => name.trim()).filter(Boolean);
    try {
      const answer = await post("/api/rapat/buat", { ...Object.fromEntries(names.map((name) => [name, value(name)])), peserta: people });
      hooks.changed(answer);
      byId("rapat-hasil").hidden = false;
      byId("rapat-naskah").replaceChildren(
        ...answer.naskah.map((each) => make("li", {}, `${answer.folder}/${each.nama}`, each.isian ? ` · ${each.isian} isian tinggal diketik` : "")),
        ...answer.tak_dikenal.map((name) => make("li", {}, `“${name}” tidak ada di daftar pegawai; NIP dan jabatannya tidak tercetak.`)),
      );
      await refresh();
      tell(`${answer.naskah.length} naskah rapat dibuat di ${answer.folder}/.`);
      byId("judul-rapat-hasil").focus();
    } catch (error) {
      complain(error);
    }
  });
};
