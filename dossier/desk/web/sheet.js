// The evaluation sheet: every question with its answer, written by people only, and what it is worth.
import { byId, complain, make, number, tell } from "./dom.js";
import { get, post } from "./api.js";

const MOST = 12; // questions that are drawn at a time
let told = null;
let shown = MOST;
const drafts = new Map(); // what is typed and not saved yet, by question: drawing anew must not lose it
let hooks = { changed: () => {} };

const wanted = () => {
  const words = byId("lke-kata").value.trim().toLowerCase();
  return told.pertanyaan.filter(
    (each) =>
      (words || byId("lke-lihat").value === "semua" || each.kata === "kosong" || drafts.has(each.kunci)) &&
      (!words || `${each.kunci} ${each.teks} ${each.komponen}`.toLowerCase().includes(words)),
  );
};

const fieldsOf = (each) => {
  const name = (part) => `lke-${each.kunci}-${part}`.replaceAll(".", "-");
  if (each.pilihan.length) {
    const options = each.pilihan.map((value) =>
      make("label", { class: "check" }, make("input", { type: "radio", name: name("jawaban"), value, checked: each.jawaban.jawaban === value }), ` ${value}`),
    );
    return make("fieldset", {}, make("legend", {}, "Jawaban"), ...options);
  }
  const parts = each.isian.length ? each.isian : ["nilai"];
  return make(
    "div",
    { class: "row" },
    ...parts.map((part) =>
      make("p", {}, make("label", { for: name(part) }, part === "nilai" ? "Nilai, 0 sampai 4" : part), make("input", { id: name(part), "data-isian": part, inputmode: "decimal", maxlength: "20", value: each.jawaban[part] || "" })),
    ),
  );
};

const typed = (form) => {
  const found = {};
  const picked = form.querySelector("input[type=radio]:checked");
  if (picked) found.jawaban = picked.value;
  for (const input of form.querySelectorAll("[data-isian]")) if (input.value.trim()) found[input.dataset.isian] = input.value.trim();
  return found;
};

const drawQuestion = (known) => {
  const draft = drafts.get(known.kunci);
  const each = draft ? { ...known, jawaban: draft.isi, catatan: draft.catatan } : known;
  const id = `lke-${each.kunci}`.replaceAll(".", "-");
  const said = make("p", { class: "small", role: "status" }, draft ? "Belum disimpan." : "");
  const note = make("textarea", { id: `${id}-catatan`, rows: "2", maxlength: "5000" });
  note.value = each.catatan;
  const form = make(
    "form",
    { class: "question", "data-kunci": each.kunci, autocomplete: "off" },
    make("h4", { tabindex: "-1" }, `${each.kunci} `, make("span", { class: "small" }, each.komponen)),
    make("p", {}, each.teks),
    make("p", { class: "small" }, `${each.poin} dari ${each.bobot} poin · sekarang: ${each.kata} · ${each.bukti}`, each.berkas.length ? ` · ${each.berkas.join(", ")}` : ""),
    each.petunjuk ? make("p", { class: "small" }, each.petunjuk) : null,
    fieldsOf(each),
    make("p", {}, make("label", { for: `${id}-catatan` }, "Catatan (boleh kosong)"), note),
    said,
    make("p", { class: "row" }, make("button", { type: "submit" }, "Simpan jawaban")),
  );
  const asked = () => ({ kunci: each.kunci, isi: typed(form), catatan: note.value, lama: known.kata, catatan_lama: known.catatan });
  let waiting = 0;
  form.addEventListener("input", () => {
    drafts.set(each.kunci, { isi: typed(form), catatan: note.value });
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      if (!Object.keys(typed(form)).length) return;
      try {
        const found = await post("/api/lke/poin", asked());
        said.textContent = `Diperiksa: jawaban ini bernilai ${found.poin} dari ${found.bobot} poin. Belum disimpan.`;
      } catch (error) {
        said.textContent = `${error.galat} ${error.saran || ""}`;
      }
    }, 250);
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    try {
      const answer = await post("/api/lke/jawab", asked());
      hooks.changed(answer);
      drafts.delete(each.kunci);
      told = answer.lke;
      draw();
      tell(`${each.kunci}: jawaban tersimpan di plan/lke.yaml.`);
      document.querySelector("#lke-daftar h4")?.focus();
    } catch (error) {
      complain(error);
    }
  });
  return form;
};

const draw = () => {
  if (!told || !told.ada) {
    byId("lke-nilai").textContent = "Keadaan rencana sedang dihitung …";
    return;
  }
  byId("lke-nilai").textContent =
    `Klaim ${told.klaim} dari 100, berbukti ${told.berbukti}; ${number.format(told.kosong)} pertanyaan belum dijawab. Ambang ${told.predikat}.`;
  const rows = told.ambang.map((gate) =>
    make("tr", {}, make("th", { scope: "row" }, gate.nama), make("td", {}, gate.nilai), make("td", {}, gate.perlu), make("td", {}, `${gate.lulus ? "✓" : "✗"} ${gate.kata}`)),
  );
  byId("lke-ambang").querySelector("tbody").replaceChildren(...rows);
  const found = wanted();
  byId("lke-jumlah").textContent = `${number.format(found.length)} dari ${number.format(told.pertanyaan.length)} pertanyaan.`;
  let group = "";
  const parts = [];
  for (const each of found.slice(0, shown)) {
    if (each.kelompok !== group) parts.push(make("h3", { class: "group" }, (group = each.kelompok)));
    parts.push(drawQuestion(each));
  }
  if (found.length > shown) {
    const more = make("button", { type: "button" }, `Tampilkan ${number.format(Math.min(MOST, found.length - shown))} lagi`);
    more.addEventListener("click", () => {
      const at = shown;
      shown += MOST;
      draw();
      document.querySelectorAll("#lke-daftar form h4")[at]?.focus();
    });
    parts.push(more);
  }
  byId("lke-daftar").replaceChildren(...parts);
};

/** Ask the desk anew and draw. */
export const refresh = async () => {
  try {
    told = await get("/api/lke");
    if (!told.ada) await post("/api/assess");
    draw();
  } catch (error) {
    complain(error);
  }
};

export const begin = (given) => {
  hooks = given;
  for (const name of ["lke-kata", "lke-lihat"])
    byId(name).addEventListener("input", () => {
      shown = MOST;
      if (told) draw();
    });
  byId("lke-saring").addEventListener("submit", (event) => event.preventDefault());
};
