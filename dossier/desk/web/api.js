// Asks the desk and listens to it. Every question carries the key that the browser keeps for this port.

const key = localStorage.getItem("kunci-meja") || "";
const headers = { "X-Meja": key };

export const LOST = { galat: "Meja tidak menjawab.", saran: "Mungkin sudah ditutup. Buka lagi dari terminal: dossier desk" };

const answered = async (response) => {
  if (response.ok) return response.json();
  const kind = response.headers.get("content-type") || "";
  throw kind.startsWith("application/json") ? await response.json() : { galat: await response.text(), saran: "" };
};

const asked = async (address, options) => {
  let response;
  try {
    response = await fetch(address, { ...options, headers: { ...headers, ...(options.headers || {}) } });
  } catch {
    throw LOST;
  }
  return answered(response);
};

/** Ask for something; `words` are the parts of the question behind the address. */
export const get = (address, words = {}) => {
  const question = new URLSearchParams(words).toString();
  return asked(question ? `${address}?${question}` : address, {});
};

export const post = (address, body = {}) =>
  asked(address, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

/** Send a file as it is. */
export const send = (address, words, file, signal) =>
  asked(`${address}?${new URLSearchParams(words)}`, { method: "POST", body: file, signal });

/** Save an evidence file under its name, to be opened by another program. */
export const download = async (path, name) => {
  const response = await fetch(`/api/download?${new URLSearchParams({ letak: path })}`, { headers });
  if (!response.ok) return answered(response);
  const address = URL.createObjectURL(await response.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
  return null;
};

/** Listen to the desk and call `heard(name, facts)` for every event; `lost()` when it stops answering. */
export const listen = async (heard, lost) => {
  try {
    const response = await fetch("/api/events", { method: "POST", headers });
    if (!response.ok) throw await response.text();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    for (;;) {
      const { value, done } = await reader.read();
      if (done) break;
      text += value;
      const parts = text.split("\n\n");
      text = parts.pop();
      for (const part of parts) {
        const lines = part.split("\n");
        const name = lines.find((line) => line.startsWith("event: "));
        const data = lines.find((line) => line.startsWith("data: "));
        if (name && data) heard(name.slice(7), JSON.parse(data.slice(6)));
      }
    }
  } catch {
    // told below
  }
  lost();
};
