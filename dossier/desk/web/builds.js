// Builds: asked for with a button, or made by the desk itself after changes; how far they are and what they made.
import { byId, complain, make, number, tell } from "./dom.js";
import { post } from "./api.js";
import { progressWords } from "./panel.js";

const TOLD_EVERY = 1000; // milliseconds between two messages that somebody is typing
let asked = false; // a build that somebody asked for is at work
let toldAt = 0;

const bar = (facts) => {
  byId("kemajuan").hidden = false;
  byId("tahap").textContent = facts.tahap;
  byId("palang").max = Math.max(1, facts.jumlah);
  byId("palang").value = facts.selesai;
  byId("rinci").textContent = [progressWords(facts), facts.nama].filter(Boolean).join(" · ");
};

/** Show how far the reading of the evidence is; a build that somebody asked for is shown before it. */
export const reading = (facts) => {
  if (!asked) bar(facts);
};

/** Show no longer how far the reading is. */
export const read = () => {
  if (!asked) byId("kemajuan").hidden = true;
};

/** Show how far a build is: with a bar where it was asked for, else in words that move nothing on the page. */
export const building = (facts) => {
  if (facts.sendiri) {
    byId("sendiri-rinci").textContent = [`${facts.tahap} …`, progressWords(facts)].filter(Boolean).join(" ");
    return;
  }
  asked = true;
  byId("susun").disabled = true;
  byId("sendiri-rinci").textContent = "";
  bar(facts);
};

/** Show whether the desk builds by itself, and what it is waiting for. */
export const automatic = (facts) => {
  byId("susun-sendiri").checked = facts.nyala;
  byId("sendiri").hidden = !facts.nyala;
  if (byId("sendiri-kata").textContent !== facts.kata) byId("sendiri-kata").textContent = facts.kata;
};

/** Show what a page is told when it is opened: a build that is under way, and the switch. */
export const opened = (facts) => {
  automatic(facts.sendiri);
  if (facts.susun) building(facts.susun);
  else ended();
};

const ended = () => {
  asked = false;
  byId("kemajuan").hidden = true;
  byId("susun").disabled = false;
  byId("sendiri-rinci").textContent = "";
};

/** Show what came of a build; of one that nobody asked for, `automatic` says enough. */
export const built = (facts) => {
  if (facts.sendiri) {
    byId("sendiri-rinci").textContent = "";
    return;
  }
  ended();
  if (facts.galat) {
    complain(facts);
    return;
  }
  const made = facts.berkas.map((each) => make("li", {}, `build/${each.nama}: ${number.format(each.halaman)} halaman, ${each.ukuran}`));
  byId("hasil").hidden = false;
  byId("hasil").replaceChildren(
    make("h2", {}, facts.ditulis ? "Dossier selesai disusun" : "Dossier masih sama; tidak ada yang perlu disusun ulang"),
    make("p", {}, `${facts.ringkasan}. Temuan: ${number.format(facts.temuan)}.`),
    make("ul", {}, ...made),
    make("button", { type: "button", onclick: () => (byId("hasil").hidden = true) }, "Tutup"),
  );
  tell("Dossier selesai disusun.");
};

/** Begin: `written()` is fulfilled when every decision so far is written. */
export const begin = (written) => {
  byId("susun").addEventListener("click", () => {
    byId("susun").disabled = true;
    written()
      .then(() => post("/api/build"))
      .catch((error) => {
        byId("susun").disabled = false;
        complain(error);
      });
  });
  byId("susun-sendiri").addEventListener("change", async () => {
    try {
      automatic(await post("/api/build/automatic", { nyala: byId("susun-sendiri").checked }));
    } catch (error) {
      byId("susun-sendiri").checked = !byId("susun-sendiri").checked;
      complain(error);
    }
  });
  document.addEventListener("input", (event) => {
    if (!byId("susun-sendiri").checked || event.target.id === "susun-sendiri" || Date.now() - toldAt < TOLD_EVERY) return;
    toldAt = Date.now();
    post("/api/typing").catch(() => {}); // that the desk is gone is told where something is decided
  });
};
