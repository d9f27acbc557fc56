// Makes elements; text goes in as text, never as markup.

export const byId = (id) => document.getElementById(id);

/** Make an element with attributes and children; a property that is null or undefined is left out. */
export const make = (tag, properties, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return made;
};

export const number = new Intl.NumberFormat("id-ID");

/** Say something that a screen reader reads out when there is time. */
export const tell = (text) => {
  const place = byId("kabar");
  place.textContent = "";
  place.textContent = text;
};

/** Show what went wrong and what to do, until it is closed. */
export const complain = (error) => {
  const place = byId("galat");
  const details = (error.rincian || []).map((line) => make("li", {}, line));
  place.replaceChildren(
    make("p", {}, make("strong", {}, error.galat), " ", error.saran || ""),
    details.length ? make("ul", {}, ...details) : "",
    make("button", { type: "button", onclick: () => place.replaceChildren() }, "Mengerti"),
  );
};
