// The file at hand as the last dossier holds it, beside what it is now. Both are pictures.
import { byId, complain, make, number } from "./dom.js";
import { get } from "./api.js";

let row = null;
let places = []; // one for every page in the dossier: file of the dossier, place in it, number, page of the evidence
let at = 0;
let pages = 0; // of the file now

const picture = (name, address, words) => {
  const image = byId(name);
  image.hidden = !address;
  image.alt = words;
  if (address) image.src = address;
  else image.removeAttribute("src");
};

const show = () => {
  const place = places[at];
  byId("edisi-dulu").hidden = !place;
  byId("edisi-lalu").disabled = at <= 0;
  byId("edisi-lanjut").disabled = at >= places.length - 1;
  const now = place ? place.own : 1;
  const there = row.gambar && (now === 1 || now <= pages);
  if (place) {
    byId("edisi-dulu-kata").textContent = `Di dossier: halaman ${number.format(place.number)} (${place.stamp})`;
    picture("edisi-dulu-gambar", `/gambar-edisi/${place.sha}/${place.position}`, `Dossier, halaman ${place.number}`);
  }
  byId("edisi-kini-kata").textContent = there ? `Sekarang: halaman ${number.format(now)} dari ${number.format(Math.max(1, pages))}` : "Sekarang: tidak ada gambarnya.";
  picture("edisi-kini-gambar", there ? (now === 1 ? `/gambar/besar/${row.gambar}` : `/gambar-halaman/${row.gambar}/${now}`) : "", `${row.nama}, halaman ${now}`);
};

const words = (told) => {
  if (!told.ada) return "Belum ada dossier di build/. Tekan Susun dossier.";
  if (!places.length) return `Berkas ini tidak ada di dossier per ${told.per}.`;
  const same = told.tempat.every((each) => each.sama);
  return `Dossier per ${told.per}. ${same ? "Isi berkasnya masih sama." : "Isi berkasnya sudah berubah sejak dossier itu disusun."}`;
};

/** Show a file as it was bound and as it is. */
export const compare = async (next) => {
  if (!next) return;
  try {
    const [told, counted] = await Promise.all([get("/api/edition", { letak: next.letak }), get("/api/pages", { letak: next.letak })]);
    [row, at, pages] = [next, 0, counted.jumlah];
    places = told.tempat.flatMap((each) =>
      Array.from({ length: each.banyak }, (_, step) => ({
        sha: each.dossier,
        position: each.letak + step,
        number: each.nomor + step,
        own: each.banyak === pages ? step + 1 : 1,
        stamp: each.stempel,
      })),
    );
    byId("edisi-kata").replaceChildren(make("bdi", {}, row.nama), ": ", words(told));
    show();
    byId("edisi").showModal();
  } catch (error) {
    complain(error);
  }
};

const turn = (step) => {
  at = Math.max(0, Math.min(places.length - 1, at + step));
  show();
};
byId("edisi-lalu").addEventListener("click", () => turn(-1));
byId("edisi-lanjut").addEventListener("click", () => turn(1));
byId("tutup-edisi").addEventListener("click", () => byId("edisi").close());
