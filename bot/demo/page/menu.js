// A small menu beside whatever opened it; arrow keys move, Escape closes and gives the focus back.

import { h } from "./dom.js";

let open = null;

/** Close the menu, if one is open. */
export function closeMenu() {
  if (!open) return;
  const { element, back } = open;
  open = null;
  element.remove();
  document.removeEventListener("pointerdown", outside, true);
  if (back?.isConnected) back.focus({ preventScroll: true });
}

function outside(event) {
  if (open && !open.element.contains(event.target)) closeMenu();
}

function moved(event) {
  const items = [...open.element.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
  if (step) {
    event.preventDefault();
    items[(at + step + items.length) % items.length]?.focus();
  } else if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu();
  }
}

/** Open a menu at an element: `rows` of items `{ label, mark, act, say }`, shown below one another. */
export function openMenu(anchor, rows) {
  closeMenu();
  const item = ({ label, mark, act, say }) =>
    h("button", {
      type: "button", role: "menuitem", "aria-label": say, onClick: () => {
        closeMenu();
        act();
      },
    }, mark, label ? h("span", {}, label) : null);
  const element = h("div", { class: "menu", role: "menu", onKeydown: moved },
    rows.map((row) => (Array.isArray(row) ? h("div", { class: "menu-row" }, row.map(item)) : item(row))));
  document.body.append(element);
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = element;
  const top = box.bottom + height + 8 > innerHeight ? Math.max(8, box.top - height - 4) : box.bottom + 4;
  element.style.top = `${top}px`;
  element.style.left = `${Math.min(Math.max(8, box.left), innerWidth - width - 8)}px`;
  open = { element, back: anchor };
  document.addEventListener("pointerdown", outside, true);
  element.querySelector("button")?.focus();
}
