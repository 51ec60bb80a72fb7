// Short words at the edge, and alerts that want to be confirmed.

import { h } from "./dom.js";
import { t } from "./texts.js";

/** Show a short text for some seconds. */
export function toast(text) {
  const element = h("div", { class: "toast" }, text);
  document.getElementById("toasts").append(element);
  setTimeout(() => element.remove(), 5000);
}

/** Say that something failed. */
export function trouble(error) {
  toast(t("toast.trouble", { reason: error.message }));
}

/** Show a text until it is confirmed. */
export function alertBox(text) {
  const box = h("dialog", { class: "box", "aria-label": text },
    h("p", {}, text),
    h("form", { method: "dialog" }, h("button", { class: "primary" }, t("toast.ok"))));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}

/** Let somebody be chosen; null when the choice is left open. */
export function choose(title, hint, options) {
  return new Promise((resolve) => {
    let chosen = null;
    const pick = (value) => () => {
      chosen = value;
      box.close();
    };
    const box = h("dialog", { class: "box", "aria-label": title },
      h("h2", {}, title),
      h("p", {}, hint),
      h("div", { class: "choices" }, options.map(({ label, value, mark }) =>
        h("button", { type: "button", class: "choice", onClick: pick(value) }, mark, h("span", {}, label)))),
      h("form", { method: "dialog" }, h("button", { class: "plain" }, t("chat.cancel"))));
    box.addEventListener("close", () => {
      box.remove();
      resolve(chosen);
    });
    document.body.append(box);
    box.showModal();
  });
}
