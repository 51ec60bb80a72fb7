// Centre: the agents' groups, each with its topics, and the choice of who writes.

import { Conversation } from "./conversation.js";
import { avatar, byArrows, fill, h, icon } from "./dom.js";
import { inShort } from "./service.js";
import { chatOf, draw, GENERAL, hear, nameOf, playedOf, store, unread } from "./store.js";
import { language, t } from "./texts.js";

export class Desk {
  constructor(root) {
    this.group = null;
    this.threads = new Map();
    this.writers = new Map();
    this.heading = h("h2", { class: "column-title" });
    this.tabs = byArrows(h("div", { class: "tabs", role: "tablist" }));
    this.topics = h("nav", { class: "topics" });
    this.title = h("header", { class: "chat-head" });
    this.people = byArrows(h("div", { class: "writers", role: "radiogroup" }));
    this.conversation = new Conversation(() => this.look());
    this.conversation.composer.element.before(this.people);
    root.append(
      h("div", { class: "column-head" }, this.heading, this.tabs),
      h("div", { class: "window", role: "tabpanel" }, this.topics, h("div", { class: "topic-view" }, this.title, this.conversation.element)));
    hear((kind, data) => this.heard(kind, data));
  }

  chat() {
    return chatOf(this.group ?? store.cast.groups[0].chat);
  }

  thread() {
    const chat = this.chat();
    const chosen = this.threads.get(chat.id) ?? GENERAL;
    return chat.topics.has(chosen) ? chosen : GENERAL;
  }

  members() {
    const staff = [...store.cast.agents, store.cast.manager];
    return staff.filter((id) => this.chat().members.has(id));
  }

  writer() {
    const members = this.members();
    const chosen = this.writers.get(this.chat().id);
    return members.includes(chosen) ? chosen : members[0];
  }

  look() {
    const chat = this.chat();
    const thread = this.thread();
    const me = this.writer();
    if (me === undefined) return null;
    const topic = chat.topics.get(thread);
    const closed = Boolean(topic?.closed) && chat.members.get(me) !== "creator";
    const name = topic?.name ?? `${chat.title} · ${t("desk.general")}`;
    const intro = topic ? null : { text: t(chat.topics.size ? "desk.choose" : "desk.intro") };
    return { me, chat, thread, group: true, closed, name, intro, placeholder: t("chat.write_as", { name: nameOf(store.accounts.get(me)) }) };
  }

  /** A new topic is opened at once if nothing else is being read or written. */
  heard(kind, data) {
    const isNew = kind === "topic" && !data.closed && !data.deleted;
    const mine = isNew && store.cast.groups.some(({ chat }) => chat === data.chat);
    if (!mine || this.known?.has(`${data.chat}/${data.message_thread_id}`)) return;
    this.known?.add(`${data.chat}/${data.message_thread_id}`);
    const busy = this.thread() !== GENERAL || this.conversation.composer.area.value || document.activeElement === this.conversation.composer.area;
    if (!busy) this.go(data.chat, data.message_thread_id);
  }

  go(chat, thread) {
    this.group = chat;
    if (thread) this.threads.set(chat, thread);
    draw();
  }

  render() {
    this.known ??= new Set(store.cast.groups.flatMap(({ chat }) => [...chatOf(chat).topics.keys()].map((id) => `${chat}/${id}`)));
    fill(this.heading, language(), () => [icon("desk"), t("desk.label")]);
    this.tabs.setAttribute("aria-label", t("desk.groups"));
    this.topics.setAttribute("aria-label", t("desk.topics"));
    this.drawTabs();
    this.conversation.render();
    this.drawTopics();
    this.drawTitle();
    this.drawWriters();
  }

  drawTabs() {
    const current = this.chat().id;
    const groups = store.cast.groups.map(({ chat, key }) => ({
      chat, name: store.business.departments[key][language()],
      count: threadsOf(chatOf(chat)).reduce((sum, id) => sum + (id === GENERAL || (chat === current && id === this.thread()) ? 0 : unreadIn(chat, id)), 0),
    }));
    fill(this.tabs, `${language()}${current}${groups.map(({ chat, count }) => `${chat}:${count}`)}`, () => groups.map(({ chat, name, count }) =>
      h("button", {
        type: "button", class: "tab", role: "tab", "aria-selected": String(chat === current), "data-focus": chat, onClick: () => this.go(chat),
        "aria-label": count ? `${name}, ${t("chat.unread", { count })}` : name,
      }, h("span", {}, name), count ? h("span", { class: "badge" }, String(count)) : null)));
  }

  drawTopics() {
    const chat = this.chat();
    const current = this.thread();
    const rows = [...chat.topics.values()].map((topic) => rowOf(chat, topic.message_thread_id, topic));
    rows.sort((a, b) => Number(a.closed) - Number(b.closed) || b.at - a.at);
    const all = [...rows, rowOf(chat, GENERAL, null)];
    const shape = JSON.stringify([language(), chat.id, current, all.map(({ id, name, last, closed, count }) => [id, name, last, closed, id === current ? 0 : count])]);
    fill(this.topics, shape, () => [
      ...all.map((row) => topicButton(row, row.id === current, () => this.go(chat.id, row.id))),
    ]);
  }

  drawTitle() {
    const chat = this.chat();
    const topic = chat.topics.get(this.thread());
    const shape = JSON.stringify([language(), chat.id, topic ?? null]);
    fill(this.title, shape, () => [
      topicIcon(topic),
      h("div", { class: "chat-name" }, h("b", {}, topic?.name ?? t("desk.general")), h("small", {}, chat.title)),
      topic?.closed ? h("span", { class: "state" }, icon("lock"), t("desk.closed_mark")) : null,
    ].filter(Boolean));
  }

  drawWriters() {
    const members = this.members();
    const current = this.writer();
    this.people.setAttribute("aria-label", t("desk.writing"));
    fill(this.people, [language(), this.chat().id, current, ...members.map((id) => nameOf(store.accounts.get(id)))].join(), () => [
      h("span", { class: "writers-label" }, t("desk.writing")),
      ...members.map((id) => this.writerButton(id, id === current)),
    ]);
  }

  writerButton(id, selected) {
    const name = nameOf(store.accounts.get(id));
    const choose = () => {
      this.writers.set(this.chat().id, id);
      draw();
    };
    return h("button", { type: "button", class: "writer", role: "radio", "aria-checked": String(selected), "data-focus": id, onClick: choose, title: t(id === store.cast.manager ? "role.manager" : "role.agent") },
      avatar(id, name, "tiny"), h("span", {}, name));
  }
}

const staffAndBot = () => new Set([...store.cast.agents, store.cast.manager]);

function unreadIn(chat, thread) {
  return unread(chatOf(chat), thread, staffAndBot());
}

const threadsOf = (chat) => [GENERAL, ...chat.topics.keys()];

function rowOf(chat, id, topic) {
  const last = playedOf(chat, id).filter((message) => !message.gone).at(-1);
  return {
    id, topic, name: topic?.name ?? t("desk.general"), closed: Boolean(topic?.closed),
    last: last ? inShort(last) : t("desk.ready"), at: last?.message_id ?? 0, count: unreadIn(chat.id, id),
  };
}

function topicButton({ topic, name, last, closed, count }, selected, onClick) {
  const label = [name, closed ? t("desk.closed_mark") : "", count && !selected ? t("chat.unread", { count }) : ""].filter(Boolean).join(", ");
  return h("button", {
    type: "button", class: `topic${closed ? " closed" : ""}`, "aria-current": selected ? "true" : null, "aria-label": label, "data-focus": name, onClick,
  },
  topicIcon(topic),
  h("span", { class: "topic-text" }, h("b", {}, name), h("small", {}, last)),
  closed ? icon("lock") : count && !selected ? h("span", { class: "badge" }, String(count)) : null);
}

function topicIcon(topic) {
  if (!topic) return h("span", { class: "topic-icon general", "aria-hidden": "true" }, icon("hash"));
  const element = h("span", { class: "topic-icon", "aria-hidden": "true" }, [...topic.name.replace(/^[^\p{L}\p{N}]+/u, "")][0] ?? "·");
  element.style.setProperty("--topic", `#${topic.icon_color.toString(16).padStart(6, "0")}`);
  return element;
}
