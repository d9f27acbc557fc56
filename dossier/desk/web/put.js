// Puts new files into the evidence folder: named by the desk first, shown, and sent one after the other.
import { byId, complain, make, number, tell } from "./dom.js";
import { post, send } from "./api.js";
import { askPlace } from "./plan.js";

let waiting = []; // files that were chosen and have no place yet
let begin = () => {}; // what the button of the dialog does

export const isWaiting = () => waiting.length > 0;

/** Keep files until a place is chosen for them. */
export const hold = (files) => {
  waiting = files;
  byId("menunggu").hidden = files.length === 0;
  byId("menunggu").querySelector("p").textContent =
    `${number.format(files.length)} berkas menunggu tempatnya: tekan indikatornya di bawah ini, atau cari dengan kata.`;
  if (!files.length) byId("berkas-baru").value = "";
};

const sent = async (files, told) => {
  byId("jadi").disabled = true;
  const placed = [];
  try {
    for (const [at, file] of files.entries()) {
      tell(`Memasukkan ${number.format(at + 1)} dari ${number.format(files.length)}: ${file.name}`);
      const words = { kunci: told.kunci, nomor: at };
      const answer = file.tray
        ? await post(`/api/tray/put?${new URLSearchParams({ ...words, nama: file.name })}`)
        : await send("/api/put", words, file);
      placed.push(answer);
    }
  } catch (error) {
    complain(error);
  }
  byId("jadi").disabled = false;
  byId("titipan").close();
  hold([]);
  if (placed.length) tell(`${number.format(placed.length)} berkas masuk: ${placed.map((each) => each.letak).join("; ")}`);
  return placed;
};

/** Ask where exactly files belong, show the names that they get, and send them; `done(answers)` afterwards. */
export const putFiles = (code, known, files, done) =>
  askPlace(code, { ...known, whole: true }, async (place) => {
    try {
      const told = await post("/api/put/names", { tempat: place, nama: files.map((file) => file.name) });
      const large = files.find((file) => file.size > told.terbesar);
      if (large) {
        complain({ galat: `“${large.name}” terlalu besar.`, saran: "Kecilkan dahulu, atau taruh tautannya saja." });
        return;
      }
      byId("nama-baru").replaceChildren(
        ...told.letak.map((path, at) => make("li", {}, make("bdi", {}, files[at].name), " → ", make("code", {}, path))),
      );
      begin = async () => done(await sent(files, told));
      byId("titipan").showModal();
    } catch (error) {
      complain(error);
    }
  });

/** Put the files that wait where a place was chosen. */
export const putWaiting = (code, known, done) => putFiles(code, known, waiting, done);

byId("berkas-baru").addEventListener("change", () => hold([...byId("berkas-baru").files]));
byId("menunggu").querySelector("button").addEventListener("click", () => hold([]));
byId("jadi").addEventListener("click", () => begin());
byId("urung").addEventListener("click", () => byId("titipan").close());
// A file that is let go beside an indicator must not replace the page.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    if ([...event.dataTransfer.types].includes("Files")) event.preventDefault();
  });
}
