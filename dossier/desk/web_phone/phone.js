// Sends the chosen files one after the other to the computer whose code was scanned. It can send and nothing else.
const LARGEST = 100 * 1024 * 1024; // bytes, as the listener allows
const byId = (id) => document.getElementById(id);
let queue = Promise.resolve();
let [sent, refused, left] = [0, 0, 0];

const tell = () => {
  const parts = [`${sent} berkas diterima`];
  if (refused) parts.push(`${refused} tidak diterima`);
  if (left) parts.push(`${left} menunggu`);
  byId("kabar").textContent = `${parts.join(", ")}.`;
};

const line = (name) => {
  const item = document.createElement("li");
  const [title, state] = [document.createElement("bdi"), document.createElement("span")];
  title.textContent = name;
  state.textContent = "menunggu";
  item.append(title, state);
  byId("daftar").append(item);
  return (text, kind) => {
    state.textContent = text;
    item.className = kind;
  };
};

const send = async (file, show) => {
  show("dikirim …", "");
  try {
    if (file.size > LARGEST) throw new Error("terlalu besar, batasnya 100 MB");
    const response = await fetch(`berkas?${new URLSearchParams({ nama: file.name })}`, { method: "POST", body: file });
    if (!response.ok) {
      const kind = response.headers.get("content-type") || "";
      const told = kind.startsWith("application/json") ? await response.json() : { galat: await response.text() };
      throw new Error([told.galat, told.saran].filter(Boolean).join(" "));
    }
    sent += 1;
    show("✓ diterima", "done");
  } catch (error) {
    refused += 1;
    const lost = error instanceof TypeError ? "Komputer tidak menjawab. Periksa Wi-Fi, dan apakah mejanya masih terbuka." : error.message;
    show(`✗ ${lost}`, "bad");
  }
  left -= 1;
  tell();
};

byId("pilih").addEventListener("change", () => {
  for (const file of [...byId("pilih").files]) {
    const show = line(file.name);
    left += 1;
    queue = queue.then(() => send(file, show));
  }
  byId("pilih").value = "";
  tell();
});
