// Pages of the PDF at hand: how many there are, and turning to one of them.
import { byId, complain, number } from "./dom.js";
import { get } from "./api.js";

let row = null;
let page = 1;
let count = 0;

const address = () => (page === 1 ? `/gambar/besar/${row.gambar}` : `/gambar-halaman/${row.gambar}/${page}`);

const show = () => {
  byId("halaman").hidden = count < 2;
  byId("halaman-lalu").disabled = page <= 1;
  byId("halaman-lanjut").disabled = page >= count;
  byId("halaman-ke").textContent = `Halaman ${number.format(page)} dari ${number.format(count)}`;
};

/** Turn the pages of the file at hand; nothing where there is no such page. */
export const turn = (step) => {
  if (!row || page + step < 1 || page + step > count) return;
  page += step;
  const image = byId("gambar");
  image.hidden = false;
  byId("tanpa-gambar").hidden = true;
  image.alt = `Gambar ${row.nama}, halaman ${page}`;
  image.src = address();
  byId("bingkai").scrollTo(0, 0);
  show();
};

/** Begin with the first page of a file. */
export const follow = async (next) => {
  [row, page, count] = [next, 1, 0];
  byId("halaman").hidden = true;
  if (next.jenis !== "PDF" || !next.gambar) return;
  try {
    const told = await get("/api/pages", { letak: next.letak });
    if (row !== next) return;
    count = told.jumlah;
    show();
  } catch (error) {
    if (row === next) complain(error);
  }
};

byId("halaman-lalu").addEventListener("click", () => turn(-1));
byId("halaman-lanjut").addEventListener("click", () => turn(1));
