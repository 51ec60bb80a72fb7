// One conversation on the screen: what was said, buttons, and the field to write in.

import { act } from "./api.js";
import { Composer, placeOf } from "./composer.js";
import { h, icon, iconButton } from "./dom.js";
import { longDay } from "./format.js";
import { follow } from "./links.js";
import { openMenu } from "./menu.js";
import { messageElement } from "./message.js";
import { isPressing, press, pressing } from "./pressing.js";
import { inShort, serviceLine } from "./service.js";
import { chatOf, markSeen, messagesOf, nameOf, playedOf, reveal, store } from "./store.js";
import { language, t } from "./texts.js";
import { toast, trouble } from "./toasts.js";

const EMOJI = ["👍", "❤", "🔥", "🎉", "🙏", "👎"];
const RUN = 300;

export class Conversation {
  /** `look()` says what is looked at: { me, chat, thread, group, closed, name, placeholder }, or null for nothing. */
  constructor(look) {
    this.look = look;
    this.nodes = new Map();
    this.key = null;
    this.pinned = h("button", { type: "button", class: "pinned", hidden: true });
    this.list = h("div", { class: "list", role: "log", tabindex: "0", onKeydown: (event) => this.moved(event), onContextmenu: (event) => this.context(event) });
    this.newer = iconButton("down", t("chat.newer"), () => this.stick(true), { class: "icon-button newer", hidden: true });
    this.list.addEventListener("scroll", () => { this.newer.hidden = this.atEnd(); });
    this.composer = new Composer(this);
    this.start = h("button", { type: "button", class: "primary start", hidden: true, onClick: () => this.begin() });
    this.closed = h("p", { class: "closed-note", hidden: true });
    this.element = h("div", { class: "conversation" },
      this.pinned, h("div", { class: "list-holder" }, this.list, this.newer), this.start, this.closed, this.composer.element);
    this.actions = {
      menu: (message, anchor) => this.menu(message, anchor),
      press: (message, button) => this.pressInline(message, button),
      react: (message, emoji) => this.react(message, emoji),
      show: (id) => this.show(id),
      open: (url) => follow(url),
      say: (text) => act("send", { ...this.place(), text }).catch(trouble),
    };
  }

  place() {
    const { me, chat, thread } = this.now;
    return placeOf(me, chat, thread);
  }

  isGroup() {
    return this.now.group;
  }

  render() {
    const now = this.look();
    this.element.hidden = !now;
    if (!now) return;
    this.now = now;
    const key = `${now.chat.id}/${now.thread}/${language()}`;
    const fresh = key !== this.key;
    const stays = fresh || this.atEnd();
    if (fresh) {
      this.key = key;
      this.nodes.clear();
      this.list.replaceChildren();
    }
    this.list.setAttribute("aria-label", t("chat.log", { name: now.name }));
    this.drawList(playedOf(now.chat, now.thread));
    this.drawPinned();
    const blank = !now.group && now.chat.messages.size === 0;
    this.start.hidden = !blank;
    this.start.textContent = t("chat.start");
    this.closed.hidden = !now.closed;
    this.closed.textContent = now.closed ? t("desk.closed") : "";
    this.composer.element.hidden = blank || now.closed;
    this.composer.render(`${now.me}@${now.chat.id}/${now.thread}`, now.placeholder, this.keyboardMessage());
    if (stays) this.list.scrollTop = this.list.scrollHeight;
    this.newer.hidden = this.atEnd();
    if (!document.hidden) markSeen(now.chat, now.thread);
  }

  drawList(messages) {
    const wanted = this.curtain(messages);
    if (!messages.length && this.now.intro) wanted.push(this.node("intro", [], () => this.intro(this.now.intro)));
    let day = "";
    let last = null;
    for (const message of messages) {
      const heading = longDay(message.date * 1000);
      if (heading !== day) wanted.push(this.node(`day ${message.message_id}`, [heading], () => h("div", { class: "day" }, h("span", {}, heading))));
      const first = heading !== day || !last || last.from.id !== message.from.id || message.date - last.date > RUN || Boolean(serviceLine(last));
      day = heading;
      last = message;
      wanted.push(this.messageNode(message, first));
    }
    if (this.now.chat.typing > Date.now()) wanted.push(this.node("typing", [], () => h("div", { class: "message in typing", "aria-label": t("chat.typing") }, h("i"), h("i"), h("i"))));
    this.arrange(wanted);
  }

  /** The way to what happened before the page was opened. */
  curtain(messages) {
    const { chat, thread } = this.now;
    const count = messagesOf(chat, thread).length - messages.length;
    if (!count) return [];
    const show = () => reveal(chat);
    return [this.node("curtain", [count], () => h("div", { class: "day" }, h("button", { type: "button", class: "curtain", onClick: show }, t("chat.setup", { count }))))];
  }

  /** What an empty place is for, with commands to try. */
  intro({ text, commands = [] }) {
    const chip = (command) => h("button", { type: "button", class: "inline", onClick: () => this.actions.say(command) }, command);
    return h("div", { class: "intro" }, h("p", {}, text), commands.length ? h("div", { class: "row" }, commands.map(chip)) : null);
  }

  messageNode(message, first) {
    const { chat, me, group } = this.now;
    const reactions = chat.reactions.get(message.message_id);
    const waits = isPressing(message);
    const of = [message.gone ? "gone" : message, reactions, first, me, waits, message.gone ? null : chat.messages.get(message.message_id)];
    return this.node(message.message_id, of, () => messageElement(message, { me, group, first, reactions, pressing, actions: this.actions }));
  }

  node(id, made, make) {
    const known = this.nodes.get(id);
    if (known && known.made.every((part, index) => part === made[index])) return known.element;
    const element = make();
    const focus = known?.element.contains(document.activeElement) ? document.activeElement.dataset.focus ?? "" : null;
    this.nodes.set(id, { element, made });
    if (known) known.element.replaceWith(element);
    if (focus !== null) (element.querySelector(`[data-focus="${CSS.escape(focus)}"]`) ?? element).focus({ preventScroll: true });
    return element;
  }

  arrange(wanted) {
    wanted.forEach((element, index) => {
      if (this.list.children[index] !== element) this.list.insertBefore(element, this.list.children[index] ?? null);
    });
    while (this.list.children.length > wanted.length) this.list.lastChild.remove();
  }

  drawPinned() {
    const { chat, thread, group } = this.now;
    const here = chat.pinned.map((id) => chat.messages.get(id)).filter((message) => message && (!group || (message.message_thread_id ?? 1) === thread));
    const message = here.at(-1);
    this.pinned.hidden = !message;
    if (!message) return;
    this.pinned.replaceChildren(icon("pin"), h("span", {}, h("b", {}, t("chat.pinned")), h("span", {}, inShort(message))));
    this.pinned.onclick = () => this.show(message.message_id);
  }

  /** The newest reply keyboard that has not been taken away. */
  keyboardMessage() {
    const { chat, group } = this.now;
    if (group) return null;
    for (const message of messagesOf(chat).reverse()) {
      const markup = message.gone ? null : message.reply_markup;
      if (markup?.remove_keyboard) return null;
      if (markup?.keyboard) return markup.one_time_keyboard && this.usedSince(message) ? null : message;
    }
    return null;
  }

  usedSince(message) {
    return messagesOf(this.now.chat).some((other) => other.message_id > message.message_id && other.from.id === this.now.me);
  }

  atEnd() {
    return this.list.scrollHeight - this.list.scrollTop - this.list.clientHeight < 60;
  }

  /** Keep the newest message in sight. */
  stick(smooth = false) {
    this.list.scrollTo({ top: this.list.scrollHeight, behavior: smooth ? "smooth" : "auto" });
  }

  show(id) {
    const element = this.nodes.get(id)?.element;
    if (!element) return;
    element.scrollIntoView({ block: "center", behavior: "smooth" });
    element.classList.remove("flash");
    requestAnimationFrame(() => element.classList.add("flash"));
  }

  focusLast() {
    [...this.list.querySelectorAll("article")].at(-1)?.focus();
  }

  moved(event) {
    if (event.target.closest("button, a, audio, video") || event.isComposing) return;
    const articles = [...this.list.querySelectorAll("article")];
    const at = articles.indexOf(event.target);
    if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      event.preventDefault();
      const next = articles[at < 0 ? articles.length - 1 : at + (event.key === "ArrowUp" ? -1 : 1)];
      if (next) next.focus();
      else if (event.key === "ArrowDown") this.composer.focus();
    } else if ((event.key === "Enter" || event.key === " ") && at >= 0) {
      event.preventDefault();
      this.menuOf(articles[at]);
    }
  }

  context(event) {
    const article = event.target.closest("article");
    if (!article || event.target.closest("a")) return;
    event.preventDefault();
    this.menuOf(article);
  }

  menuOf(article) {
    const message = this.now.chat.messages.get(Number(article.dataset.id));
    if (message) this.menu(message, article.querySelector(".message-more"));
  }

  menu(message, anchor) {
    const mine = message.from.id === this.now.me;
    const current = this.now.chat.reactions.get(message.message_id)?.get(this.now.me)?.[0]?.emoji;
    const words = message.text ?? message.caption;
    const remove = () => act("delete", { chat: this.now.chat.id, message_ids: [message.message_id] }).catch(trouble);
    openMenu(anchor, [
      EMOJI.map((emoji) => ({ mark: emoji, say: t("menu.react", { emoji }), act: () => this.react(message, emoji === current ? null : emoji) })),
      { label: t("menu.reply"), mark: icon("reply"), act: () => this.composer.replyTo(message) },
      ...(mine && words ? [{ label: t("menu.edit"), mark: icon("edit"), act: () => this.composer.startEdit(message) }] : []),
      ...(words ? [{ label: t("menu.copy"), mark: icon("copy"), act: () => copy(words) }] : []),
      ...(mine ? [{ label: t("menu.delete"), mark: icon("remove"), act: remove }] : []),
    ]);
  }

  react(message, emoji) {
    const { me, chat } = this.now;
    return act("react", { user: me, chat: chat.id > 0 ? null : chat.id, message_id: message.message_id, ...(emoji ? { emoji } : {}) }).catch(trouble);
  }

  pressInline(message, button) {
    if (button.url) return follow(button.url);
    if (button.copy_text) return copy(button.copy_text.text);
    return press(this.now.me, message, button, this.now.group);
  }

  async begin() {
    try {
      await act("start", { user: this.now.me });
    } catch (error) {
      trouble(error);
    }
  }
}

function copy(text) {
  navigator.clipboard.writeText(text).then(() => toast(t("toast.copied")), trouble);
}

/** The private chat of a person, as a conversation sees it. */
export function privateChat(user) {
  const account = store.accounts.get(user);
  if (!account) return null;
  return { me: user, chat: chatOf(user), thread: null, group: false, closed: false, name: nameOf(store.cast.bot), placeholder: t("chat.write") };
}
