// The plan: names of places, the tree that files are dragged onto, and the form that asks for requirement and month.
import { byId, make } from "./dom.js";

export const indicators = new Map(); // code ─► indicator

export const requirement = (code, id) => indicators.get(code)?.butir.find((each) => each.id === id);
export const monthName = (code, id, slot) => requirement(code, id)?.slot.find(([key]) => key === slot)?.[1] || slot;

/** Draw the tree; `dropped(code, paths)` and `filesDropped(code, files)` are told what was let go on an indicator. */
export const drawTree = (plan, { pressed, dropped, filesDropped }) => {
  const areas = plan.area.map((area) => {
    const items = area.indikator.map((each) => {
      indicators.set(each.kode, each);
      const button = make("button", { type: "button", class: "indicator", "data-code": each.kode, onclick: () => pressed(each.kode) }, make("span", { class: "code" }, each.kode), " ", each.bunyi);
      receive(button, each.kode, dropped, filesDropped);
      return make("li", {}, button);
    });
    return make("details", {}, make("summary", {}, `${area.kode}. ${area.judul}`), make("ul", {}, ...items));
  });
  byId("pohon").replaceChildren(...areas);
};

const receive = (target, code, dropped, filesDropped) => {
  const over = (event) => {
    const kinds = [...event.dataTransfer.types];
    const files = ["Files", "application/x-nampan"].some((kind) => kinds.includes(kind));
    if (!kinds.includes("application/x-berkas") && !(filesDropped && files)) return;
    event.preventDefault();
    target.classList.add("over");
  };
  target.addEventListener("dragenter", over);
  target.addEventListener("dragover", over);
  target.addEventListener("dragleave", () => target.classList.remove("over"));
  target.addEventListener("drop", (event) => {
    event.preventDefault();
    target.classList.remove("over");
    const paths = event.dataTransfer.getData("application/x-berkas");
    const waiting = event.dataTransfer.getData("application/x-nampan");
    if (paths) dropped(code, JSON.parse(paths));
    else if (filesDropped && waiting) filesDropped(code, JSON.parse(waiting));
    else if (filesDropped && event.dataTransfer.files.length) filesDropped(code, [...event.dataTransfer.files]);
  });
};

let answer = () => {};
const chips = (id) => byId(id).querySelector(".chips");
const chip = (kind, name, value, words, on) => {
  const input = make("input", { type: kind, name, value });
  input.checked = on;
  return make("label", { class: "chip" }, input, make("span", {}, words));
};
const chosenRequirement = () => byId("tempat").elements.butir?.value ?? "";

const drawMonths = (code, near, whole) => {
  const known = requirement(code, chosenRequirement());
  const several = known ? known.slot : [];
  byId("pilih-bulan").hidden = several.length === 0;
  chips("pilih-bulan").replaceChildren(...several.map(([key, words]) => chip(whole ? "radio" : "checkbox", "bulan", key, words, key === near)));
};

export const closeForm = () => {
  byId("tempat").hidden = true;
  answer = () => {};
};
export const formIsOpen = () => !byId("tempat").hidden;

/**
 * Ask for requirement and month of an indicator where that is open, and hand on the place that is chosen.
 * Where there is nothing to ask it is handed on at once.
 */
export const askPlace = (code, { id = "", slot = "", near = "", whole = false }, done) => {
  const indicator = indicators.get(code);
  const only = indicator.butir.length === 1 ? indicator.butir[0].id : "";
  const known = requirement(code, id || only);
  if (known && (known.slot.length === 0 || slot)) {
    done({ indikator: code, butir: known.id, slot: slot ? [slot] : [] });
    return;
  }
  byId("judul-tempat").textContent = `${code} ${indicator.bunyi}`;
  const options = indicator.butir.map((each) => chip("radio", "butir", each.id, `${each.id}) ${each.nama}`, each === known));
  if (!whole) options.push(chip("radio", "butir", "", "belum tahu butirnya", !known));
  else if (!known) options[0].querySelector("input").checked = true;
  chips("pilih-butir").replaceChildren(...options);
  (byId("periksa").hidden ? byId("tempat-lain") : byId("tempat-utama")).append(byId("tempat"));
  byId("tempat").hidden = false;
  drawMonths(code, near, whole);
  chips("pilih-butir").onchange = () => drawMonths(code, near, whole);
  answer = () => {
    const months = [...byId("tempat").querySelectorAll("[name=bulan]:checked")].map((each) => each.value);
    const asked = !byId("pilih-bulan").hidden;
    if (asked && months.length === 0) {
      byId("tempat").querySelector("[name=bulan]").setCustomValidity("Pilih paling sedikit satu bulan.");
      byId("tempat").reportValidity();
      return;
    }
    const place = { indikator: code, butir: chosenRequirement(), slot: months };
    closeForm();
    done(place);
  };
  const first = known ? byId("pilih-bulan") : byId("pilih-butir");
  (first.querySelector("input:checked") || first.querySelector("input"))?.focus();
};

byId("tempat").addEventListener("submit", (event) => {
  event.preventDefault();
  answer();
});
byId("tempat").addEventListener("change", () => byId("tempat").querySelector("[name=bulan]")?.setCustomValidity(""));
byId("kembali").addEventListener("click", () => {
  closeForm();
  byId("nama-berkas").focus();
});
