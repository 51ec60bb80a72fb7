// Right: the manager's own chat with the bot.

import { Conversation, privateChat } from "./conversation.js";
import { avatar, fill, h, icon } from "./dom.js";
import { nameOf, store } from "./store.js";
import { language, t } from "./texts.js";

function look() {
  const chat = privateChat(store.cast.manager);
  const intro = { text: t("office.intro", { name: nameOf(store.accounts.get(chat.me)) }), commands: ["/digest", "/faq", "/learn"] };
  return { ...chat, intro };
}

export class Office {
  constructor(root) {
    this.heading = h("h2", { class: "column-title" });
    this.who = h("div", { class: "who" });
    this.title = h("header", { class: "chat-head" });
    this.conversation = new Conversation(() => look());
    root.append(
      h("div", { class: "column-head" }, this.heading, this.who),
      h("div", { class: "window" }, h("div", { class: "topic-view" }, this.title, this.conversation.element)));
  }

  render() {
    const manager = store.accounts.get(store.cast.manager);
    fill(this.heading, language(), () => [icon("office"), t("office.label")]);
    fill(this.who, nameOf(manager), () => [avatar(manager.id, nameOf(manager), "small"), h("span", {}, nameOf(manager))]);
    fill(this.title, language(), () => [
      avatar(store.cast.bot.id, nameOf(store.cast.bot)),
      h("div", { class: "chat-name" }, h("b", {}, nameOf(store.cast.bot)), h("small", {}, t("chat.bot"))),
    ]);
    this.conversation.render();
  }
}
