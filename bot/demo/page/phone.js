// Left: a customer's phone, with a tab for everyone who has one.

import { Conversation, privateChat } from "./conversation.js";
import { avatar, byArrows, fill, h, icon } from "./dom.js";
import { clockTime } from "./format.js";
import { chatOf, customers, draw, nameOf, now, store, unread } from "./store.js";
import { language, t } from "./texts.js";

export class Phone {
  constructor(root) {
    this.chosen = null;
    this.heading = h("h2", { class: "column-title" });
    this.tabs = byArrows(h("div", { class: "tabs", role: "tablist" }));
    this.time = h("span", { class: "device-time" });
    this.conversation = new Conversation(() => privateChat(this.user()));
    this.head = h("header", { class: "chat-head" });
    this.panel = h("div", { class: "device", role: "tabpanel" },
      h("div", { class: "device-bar" }, this.time, h("span", { class: "device-notch" }), h("span", { class: "device-battery" })),
      this.head,
      this.conversation.element);
    root.append(h("div", { class: "column-head" }, this.heading, this.tabs), this.panel);
  }

  /** Whose phone is shown: at first the one who speaks the page's language. */
  user() {
    return this.chosen ?? store.cast.customers[language() === "zh" ? 0 : 1];
  }

  choose(user) {
    this.chosen = user;
    draw();
  }

  render() {
    fill(this.heading, language(), () => [icon("phone"), t("phone.label")]);
    this.tabs.setAttribute("aria-label", t("phone.who"));
    const people = customers();
    this.tabs.parentElement.classList.toggle("crowded", people.length > 2);
    const current = this.user();
    this.chosen = current;
    const counts = people.map(({ id }) => (id === current ? 0 : unread(chatOf(id), null, new Set([id]))));
    fill(this.tabs, [language(), current, ...people.map(({ id }, index) => `${id}:${counts[index]}`)].join(), () =>
      people.map((account, index) => tab(account, account.id === current, counts[index], () => this.choose(account.id))));
    this.time.textContent = clockTime(now());
    fill(this.head, `${language()}${nameOf(store.cast.bot)}`, () => [
      avatar(store.cast.bot.id, nameOf(store.cast.bot)),
      h("div", { class: "chat-name" }, h("b", {}, nameOf(store.cast.bot)), h("small", {}, t("chat.bot"))),
    ]);
    this.panel.setAttribute("aria-label", nameOf(store.accounts.get(current)));
    this.conversation.render();
  }
}

function tab(account, selected, count, onClick) {
  const name = account.first_name;
  return h("button", {
    type: "button", class: "tab", role: "tab", "aria-selected": String(selected), "data-focus": account.id, onClick,
    "aria-label": count ? `${name}, ${t("chat.unread", { count })}` : name,
  }, avatar(account.id, name, "small"), h("span", {}, name), count ? h("span", { class: "badge" }, String(count)) : null);
}
