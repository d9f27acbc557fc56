"use strict";
(() => {
  const CHUNK = 20; // files that a list shows at a time
  const FEW = 20; // files that a slot shows at a time
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);

  // ---- what many files share stands once: see reports/page_packing.py ----

  const encoded = (path) =>
    path
      .split("/")
      .map((part) => encodeURIComponent(part).replace(/[!'()*]/g, (sign) => "%" + sign.charCodeAt(0).toString(16).toUpperCase()))
      .join("/");
  const addressOf = (file) => (file.linked === 1 ? data.base + encoded(file.path) : file.linked);
  data.files = data.files.map(([folder, name, shared, size, position, number, bundle]) => ({
    ...data.shared[shared],
    path: data.folders[folder] + name,
    size: size < 0 ? null : data.texts[size],
    page: position ? [`${data.bundles[bundle ?? 0]}#page=${position}`, number ?? position] : null,
  }));

  /** Make an element; text goes in as text, never as markup. */
  const make = (tag, properties, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  };
  const text = (number) => data.texts[number];
  const fold = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const outward = { target: "_blank", rel: "noopener noreferrer" };
  const number = new Intl.NumberFormat("id-ID");

  // ---- what there is ----

  const indicators = [...document.querySelectorAll(".indicator")].map((element) => ({
    element,
    code: element.dataset.code,
    area: element.dataset.area,
    words: fold(element.dataset.words),
    statement: element.querySelector(".statement").textContent,
    slots: [...element.querySelectorAll(".slot")],
    files: new Set(),
    drawn: false,
  }));
  const indicatorOf = new Map(indicators.map((each) => [each.code, each]));
  const labels = new Map();
  for (const element of document.querySelectorAll(".requirement")) {
    labels.set(element.dataset.place, element.dataset.label);
  }
  const slots = [];
  for (const each of indicators) {
    for (const element of each.slots) {
      slots[Number(element.dataset.number)] = { element, area: each.area, ...element.dataset };
    }
  }
  for (const file of data.files) {
    file.slots = [];
    file.areas = new Set();
    file.words = fold(file.path);
  }
  data.slots.forEach((slot, at) => {
    for (const kind of ["files", "maybe", "spares"]) {
      for (const index of slot[kind] || []) data.files[index].slots.push(at);
    }
  });
  data.files.forEach((file, index) => {
    for (const claim of [...(file.claims || []), ...(file.maybe || [])]) {
      const home = indicatorOf.get(claim[0]);
      if (!home) continue;
      home.files.add(index);
      file.areas.add(home.area);
      file.words += " " + claim[0].toLowerCase();
    }
    for (const answer of file.answers || []) file.words += " " + fold(answer[0] + " " + text(answer[1]));
  });
  const monthName = new Map([...byId("bulan").options].map((option) => [option.value, option.textContent]));

  // ---- drawing files ----

  const fileName = (file) => {
    const cut = file.path.lastIndexOf("/") + 1;
    const name = make("bdi", {}, file.path.slice(cut));
    const link = file.linked ? make("a", { href: addressOf(file), ...outward }, name) : make("span", {}, name);
    const page = file.page
      ? make("a", { class: "page", href: file.page[0], ...outward }, "dossier hlm. " + number.format(file.page[1]))
      : null;
    const folder = cut ? make("span", { class: "folder" }, make("bdi", {}, file.path.slice(0, cut))) : null;
    const line = make("p", { class: "file-name" }, link);
    for (const more of [page, folder]) if (more) line.append(" ", more);
    return line;
  };
  const reasons = (claim) => claim[5].map(text).join("; ");
  const finding = ([what, advice]) => {
    const item = make("li", { class: text(what) ? "wrong" : "todo" }, text(what));
    if (text(advice)) item.append(" ", make("span", { class: "advice" }, text(advice)));
    return item;
  };
  const findings = (list) => (list && list.length ? make("ul", { class: "findings" }, ...list.map(finding)) : null);
  const placeOf = (claim) => (claim[1] === null ? claim[0] : `${claim[0]}.${claim[1]}`);
  const fault = (claim) =>
    claim[6] === null ? null : make("p", { class: "fault" }, "belum mengisi slot: " + text(claim[6]));

  /** One file under a requirement: its name, and why it is there. */
  const fileHere = (index, place) => {
    const file = data.files[index];
    const item = make("li", { class: "file" }, fileName(file));
    for (const claim of [...(file.claims || []), ...(file.maybe || [])]) {
      if (placeOf(claim) !== place && !(claim[1] === null && place.startsWith(claim[0] + "."))) continue;
      item.append(make("p", { class: "why" }, `alasan (${claim[3]}, nilai ${claim[4]}): ${reasons(claim)}`));
      if (claim[6] !== null) item.append(fault(claim));
    }
    return item;
  };

  /** One file of the list of files: what it is, where it belongs or may belong, and what is wrong with it. */
  const fileAnywhere = (index) => {
    const file = data.files[index];
    const about = [file.group, file.kind, file.size].filter(Boolean).join(" · ");
    const item = make("li", { class: "file" }, fileName(file));
    const why = file.why === undefined ? "" : ": " + text(file.why);
    item.append(make("p", { class: "about-file" }, about + why));
    for (const [claims, word] of [[file.claims, "untuk"], [file.maybe, "mungkin"]]) {
      for (const claim of claims || []) {
        const place = placeOf(claim);
        const when = claim[2] ? ", " + (monthName.get(claim[2]) || claim[2]) : "";
        const link = make("a", { href: "#i-" + claim[0] }, `${place} ${claim[1] === null ? "(butir belum ditetapkan)" : labels.get(place) || ""}`.trim() + when);
        item.append(make("p", { class: "why" }, word + " ", link, ` (${claim[3]}, nilai ${claim[4]}): ${reasons(claim)}`));
        if (claim[6] !== null) item.append(fault(claim));
      }
    }
    for (const [key, words, score, why] of file.answers || []) {
      item.append(make("p", { class: "why" }, `untuk pertanyaan LKE ${key} ${text(words)} (nilai ${score}): ${why.map(text).join("; ")}`));
    }
    for (const note of file.notes || []) item.append(make("p", { class: "why" }, text(note)));
    const wrong = findings(file.findings);
    if (wrong) item.append(wrong);
    return item;
  };

  /** Fill a box with a list that grows by a button, so that long lists cost nothing until they are asked for. */
  const fill = (box, list, draw, size, empty) => {
    box.replaceChildren();
    if (!list.length) {
      if (empty) box.append(make("p", { class: "none" }, empty));
      return;
    }
    const items = make("ul", { class: "file-list" });
    const more = make("button", { type: "button", class: "more" });
    let next = 0;
    const grow = () => {
      const first = next;
      next = Math.min(list.length, next + size);
      items.append(...list.slice(first, next).map(draw));
      const left = list.length - next;
      more.hidden = left === 0;
      more.textContent = `Tampilkan ${number.format(Math.min(size, left))} lagi (${number.format(next)} dari ${number.format(list.length)} tampil)`;
      return items.children[first];
    };
    more.addEventListener("click", () => {
      const first = grow();
      first.tabIndex = -1;
      first.focus();
    });
    grow();
    box.append(items);
    if (!more.hidden) box.append(more);
  };

  /** Draw the files of an indicator, once, when somebody opens it. */
  const drawIndicator = (indicator) => {
    if (indicator.drawn) return;
    indicator.drawn = true;
    for (const element of indicator.slots) {
      const slot = data.slots[Number(element.dataset.number)];
      const place = element.closest(".requirement").dataset.place;
      const found = element.querySelector(".found");
      for (const [kind, title] of [["files", ""], ["maybe", "Calon yang perlu dipastikan:"], ["spares", "Cadangan, tidak dibundel:"]]) {
        if (!slot[kind]) continue;
        if (title) found.append(make("p", { class: "small" }, title));
        const box = make("div", {});
        fill(box, slot[kind], (index) => fileHere(index, place), FEW, "");
        found.append(box);
      }
      const wrong = findings(slot.findings);
      if (wrong) found.append(wrong);
    }
    for (const element of indicator.element.querySelectorAll(".requirement")) {
      const list = data.loose[element.dataset.place];
      if (!list) continue;
      const box = make("div", {});
      fill(box, list, (index) => fileHere(index, element.dataset.place), FEW, "");
      element.querySelector(".loose").append(make("p", { class: "small" }, "Berkas untuk butir ini yang belum mengisi slot mana pun:"), box);
    }
  };
  document.addEventListener(
    "toggle",
    (event) => {
      const indicator = event.target.open && indicatorOf.get(event.target.dataset.code);
      if (indicator) drawIndicator(indicator);
    },
    true,
  );

  // ---- searching and filtering ----

  const form = byId("cari");
  const choice = { words: byId("kata"), state: byId("keadaan"), area: byId("area"), month: byId("bulan"), person: byId("orang") };
  const lists = [...document.querySelectorAll(".files")];
  const wholes = [...document.querySelectorAll(".whole")];

  const stateFits = (state, wanted) => !wanted || (wanted === "!ada" ? state !== "ada" : state === wanted);
  const personFits = (person, wanted) => !wanted || (wanted === "-" ? person === "" : "=" + person === wanted);

  const search = () => {
    const words = fold(choice.words.value).split(/\s+/).filter(Boolean);
    const { state, area, month, person } = Object.fromEntries(Object.entries(choice).map(([name, field]) => [name, field.value]));
    const bySlot = Boolean(state || month || person);
    const active = Boolean(words.length || bySlot || area);
    const slotFits = slots.map(
      (slot) =>
        (!area || slot.area === area) && stateFits(slot.state, state) && (!month || slot.month === month) && personFits(slot.person, person),
    );
    const says = (where) => words.every((word) => where.includes(word));

    const named = data.files.map((file) => says(file.words));
    const shownFiles = [];
    data.files.forEach((file, index) => {
      if (!named[index]) return;
      const fits = bySlot ? file.slots.some((at) => slotFits[at]) : !area || file.areas.has(area);
      if (fits) shownFiles.push(index);
    });

    let shownIndicators = 0;
    for (const each of indicators) {
      const fitting = each.slots.filter((element) => slotFits[Number(element.dataset.number)]);
      const told = says(each.words) || (words.length > 0 && [...each.files].some((index) => named[index]));
      const fits = told && (bySlot ? fitting.length > 0 : !area || each.area === area);
      each.element.hidden = !fits;
      shownIndicators += fits ? 1 : 0;
      for (const element of each.slots) element.hidden = bySlot && !slotFits[Number(element.dataset.number)];
    }
    for (const part of document.querySelectorAll("#indikator section.component, #indikator section.area")) {
      part.hidden = !part.querySelector(".indicator:not([hidden])");
    }
    for (const element of document.querySelectorAll(".requirement")) {
      element.hidden = bySlot && !element.querySelector(".slot:not([hidden])");
    }
    byId("tanpa-indikator").hidden = shownIndicators > 0;
    for (const section of wholes) section.hidden = active;
    for (const box of lists) {
      const group = box.dataset.group;
      const own = group ? shownFiles.filter((index) => data.files[index].group === group) : shownFiles;
      fill(box, own, fileAnywhere, CHUNK, active ? "Tidak ada berkas yang cocok." : "Tidak ada.");
      if (group) box.parentElement.hidden = active && !own.length;
    }
    byId("tanpa-tempat").hidden = !document.querySelector("#tanpa-tempat .group:not([hidden])");
    byId("hasil").textContent =
      `${number.format(shownIndicators)} indikator dan ${number.format(shownFiles.length)} berkas` + (active ? " cocok." : ".");
  };

  for (const field of Object.values(choice)) field.addEventListener(field === choice.words ? "input" : "change", search);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    requestAnimationFrame(() => {
      search();
      choice.words.focus();
    });
  });
  for (const button of document.querySelectorAll("[data-choose]")) {
    button.addEventListener("click", () => {
      choice.state.value = button.dataset.choose;
      search();
      choice.state.focus();
    });
  }
  byId("buka").addEventListener("click", () => {
    for (const each of indicators) if (!each.element.hidden) each.element.open = true;
  });
  byId("tutup").addEventListener("click", () => {
    for (const each of indicators) each.element.open = false;
  });

  // ---- going to an indicator ----

  /** Open the indicator that the address names, also when the filters hide it. */
  const arrive = () => {
    const target = byId(location.hash.slice(1));
    if (!target) return;
    if (target.closest("[hidden]")) {
      form.reset();
      search();
    }
    const indicator = indicatorOf.get(target.dataset.code);
    if (indicator) {
      indicator.element.open = true;
      drawIndicator(indicator);
    }
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", arrive);
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) arrive();
  });
  if (window.matchMedia("(max-width: 60rem)").matches) byId("isi-laporan").open = false;
  search();
  arrive();
})();
