// Building elements. Whatever people wrote goes in as text nodes only, never as markup.

const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  attach: "M21 11.5 12.400 20a5.500 5.500 0 0 1-7.800-7.800l8.600-8.500a3.700 3.700 0 0 1 5.200 5.200l-8.500 8.500a1.800 1.800 0 0 1-2.600-2.600l7.800-7.800",
  send: "M4 12 20 4l-5 16-3.500-6.500L4 12zm7.500 1.500L20 4",
  reply: "M10 6 4 12l6 6M4 12h10a6 6 0 0 1 6 6v1",
  edit: "M4 20l1-4L16 5l3 3L8 19l-4 1zM14 7l3 3",
  remove: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10 11v5M14 11v5",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  close: "M6 6l12 12M18 6 6 18",
  lock: "M7 11V8a5 5 0 0 1 10 0v3M6 11h12v9H6z",
  down: "M6 10l6 6 6-6",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  photo: "M4 6h16v13H4zM4 16l4.500-4.500L12 15l3-3 5 5M15.500 9.500h.01",
  voice: "M12 4a2.500 2.500 0 0 0-2.500 2.500v5a2.500 2.500 0 0 0 5 0v-5A2.500 2.500 0 0 0 12 4zM6 11.500a6 6 0 0 0 12 0M12 17.500V21",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.500 20.500a7.500 7.500 0 0 1 15 0",
  place: "M12 21s-6.500-6-6.500-11a6.500 6.500 0 0 1 13 0c0 5-6.500 11-6.500 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  keyboard: "M3.500 7h17v10h-17zM7 10.500h.01M10.300 10.500h.01M13.700 10.500h.01M17 10.500h.01M8 14h8",
  link: "M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2",
  pin: "M9 4h6l-1 6 3 3H7l3-3-1-6zM12 13v7",
  hash: "M9 4 7 20M17 4l-2 16M4.500 9h16M3.500 15h16",
  check: "M5 12.500l4.500 4.500L19 7.500",
  next: "M9 6l6 6-6 6",
  phone: "M7 3h10v18H7zM11 18h2",
  desk: "M4 5h16v11h-9l-4 3.500V16H4z",
  office: "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
};

/** An element with attributes, listeners (`onClick`) and children; strings become text nodes. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2).toLowerCase(), value);
    else if (name === "value" || name === "disabled" || name === "hidden") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A line icon; decoration only, so hidden from readers of the page aloud. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A small round or labelled button with an icon; `label` is what is read aloud and shown as a hint. */
export function iconButton(name, label, onClick, more = {}) {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, onClick, ...more }, icon(name));
}

/** Replace the children of an element only if their shape has changed (`key` tells). */
export function fill(element, key, make) {
  if (element.dataset.shape === key) return;
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.focus : null;
  element.dataset.shape = key;
  element.replaceChildren(...[make()].flat());
  if (focused) element.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** Arrow keys move along the tabs or choices of a row, as they do everywhere. */
export function byArrows(element) {
  element.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const items = [...element.querySelectorAll("button")];
    const at = items.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    const next = items[(at + step + items.length) % items.length];
    next.focus();
    next.click();
  });
  return element;
}

/** A round picture made of the first letter of a name. */
export function avatar(id, name, size = "") {
  const element = h("span", { class: `avatar hue-${Math.abs(Number(id)) % 8} ${size}`, "aria-hidden": "true" });
  element.textContent = [...(name || "?")][0].toUpperCase();
  return element;
}
