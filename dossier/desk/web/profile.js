// The unit's profile, its logo and its staff: one box, one entry.
import { byId, complain, make, tell } from "./dom.js";
import { get, post, send } from "./api.js";

const KEYS = ["nama", "nip", "pangkat", "golongan", "jabatan", "unit"];
let told = null;
let hooks = { changed: () => {} };
let changing = null; // the person whose entry is being changed

const saved = (answer, words) => {
  hooks.changed(answer);
  told = answer.profil;
  draw();
  tell(words);
};

const drawField = (field) => {
  const id = `profil-${field.kunci}`;
  const input = make("input", { id, maxlength: "300", value: field.isi });
  const said = make("p", { class: "small", role: "status" });
  const form = make(
    "form",
    { autocomplete: "off" },
    make("p", {}, make("label", { for: id }, field.kata), input),
    said,
    make("p", { class: "row" }, make("button", { type: "submit" }, `Simpan ${field.kata.replace(" (boleh kosong)", "").toLowerCase()}`)),
  );
  input.addEventListener("input", () => {
    const empty = field.kunci === "nama" && !input.value.trim();
    said.textContent = empty ? "Nama unit kerja tidak boleh kosong." : input.value === field.isi ? "" : "Belum disimpan.";
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      saved(await post("/api/profil/isi", { kunci: field.kunci, isi: input.value, lama: field.isi }), `${field.kata}: tersimpan di plan/unit.yaml.`);
      byId(id).focus();
    } catch (error) {
      complain(error);
    }
  });
  return form;
};

const write = async (before, after, words) => {
  try {
    saved(await post("/api/pegawai/tulis", { lama: before, baru: after }), words);
    changing = null;
    fill({});
    return true;
  } catch (error) {
    complain(error);
    return false;
  }
};

const fill = (person) => {
  for (const key of KEYS) byId(`pegawai-${key}`).value = person[key] || "";
  byId("pegawai-judul").textContent = changing ? `Ubah ${changing.nama}` : "Pegawai baru";
  byId("pegawai-urung").hidden = !changing;
  byId("pegawai-periksa").textContent = "";
};

const drawPerson = (person) => {
  const change = make("button", { type: "button" }, "Ubah", make("span", { class: "unseen" }, ` ${person.nama}`));
  change.addEventListener("click", () => {
    changing = person;
    fill(person);
    byId("pegawai-nama").focus();
  });
  const out = make("button", { type: "button" }, "Keluarkan", make("span", { class: "unseen" }, ` ${person.nama}`));
  out.addEventListener("click", () => write(person, {}, `${person.nama} dikeluarkan dari daftar; dapat dibatalkan.`));
  const words = [person.nama, person.jabatan, person.nip ? "NIP terisi" : "tanpa NIP"].filter(Boolean).join(" · ");
  return make("li", {}, make("span", {}, words), told.di_excel ? null : make("span", { class: "row" }, change, out));
};

const draw = () => {
  byId("profil-kurang").replaceChildren(...told.kurang.map((text) => make("li", {}, text)));
  byId("profil-isian").replaceChildren(...told.isian.map(drawField));
  byId("logo-nama").textContent = told.logo ? `Logo: plan/${told.logo}` : "Belum ada logo; kop dicetak tanpa logo.";
  byId("logo-gambar").hidden = !told.logo;
  if (told.logo) byId("logo-gambar").src = `/gambar-logo?${encodeURIComponent(told.logo)}`;
  byId("pegawai-letak").textContent = told.di_excel
    ? "Daftarnya ada di plan/anggota.xlsx: sunting di Excel, lalu muat ulang bagian ini."
    : "Disimpan di plan/anggota.csv; NIP dan jabatan tercetak pada naskah.";
  byId("pegawai-isian").hidden = told.di_excel;
  byId("pegawai-catatan").replaceChildren(...told.catatan.map((text) => make("li", {}, text)));
  byId("pegawai-daftar").replaceChildren(...(told.pegawai.length ? told.pegawai.map(drawPerson) : [make("li", {}, "Belum ada pegawai.")]));
};

export const refresh = async () => {
  try {
    told = await get("/api/profil");
    draw();
  } catch (error) {
    complain(error);
  }
};

export const begin = (given) => {
  hooks = given;
  byId("logo-baru").addEventListener("change", async () => {
    const [file] = byId("logo-baru").files;
    if (!file) return;
    try {
      saved(await send("/api/profil/logo", {}, file), "Logo tersimpan.");
    } catch (error) {
      complain(error);
    }
    byId("logo-baru").value = "";
  });
  byId("pegawai-isian").addEventListener("input", () => {
    const nip = byId("pegawai-nip").value.replace(/\s/g, "");
    byId("pegawai-periksa").textContent = nip && !/^\d{18}$/.test(nip) ? `NIP biasanya 18 angka; ini ${nip.length} tanda. Periksa lagi.` : nip ? "Diperiksa: NIP 18 angka." : "";
  });
  byId("pegawai-isian").addEventListener("submit", (event) => {
    event.preventDefault();
    const person = Object.fromEntries(KEYS.map((key) => [key, byId(`pegawai-${key}`).value.trim()]).filter(([, text]) => text));
    write(changing || {}, person, `${person.nama}: tersimpan di plan/anggota.csv.`);
  });
  byId("pegawai-urung").addEventListener("click", () => {
    changing = null;
    fill({});
  });
};
