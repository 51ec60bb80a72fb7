// One line that says what to try next, and goes on when it has been done.

import { fill, h, icon, iconButton } from "./dom.js";
import { chatOf, customers, store, touch } from "./store.js";
import { language, t } from "./texts.js";

const HIDDEN = "frontline.hints";

const fromStaff = (message) => store.cast.agents.includes(message.from.id) || message.from.id === store.cast.manager;
const groups = () => store.cast.groups.map(({ chat }) => chatOf(chat));
const topicsOf = (key) => [...chatOf(store.cast.groups.find((group) => group.key === key).chat).topics.values()];

function asked() {
  return customers().some(({ id }) => {
    const messages = [...chatOf(id).messages.values()];
    const question = messages.find((message) => message.from.id === id && message.text && !message.text.startsWith("/"));
    return question && messages.some((message) => message.from.is_bot && message.message_id > question.message_id);
  });
}

const spoke = (chat) => [...chat.messages.values()].some((message) => message.message_thread_id && fromStaff(message) && (message.text || message.photo));
const answered = () => groups().some(spoke);
const mended = () => spoke(chatOf(store.cast.groups.find((group) => group.key === "complaints").chat));

const linked = () => customers().some(({ id }) => [...chatOf(id).messages.values()].some((message) => message.from.is_bot && JSON.stringify(message).includes("start=r_")));

const friended = () => customers().length > store.cast.customers.length;

/** Whether somebody wrote what we suggested there, in either language. */
const wrote = (chat, word) => Object.values(store.business.words).some((words) =>
  [...chatOf(chat).messages.values()].some((message) => !message.from.is_bot && message.text === words[word]));

const taught = () => [...chatOf(store.cast.manager).messages.values()].some((message) => message.text === "/learn");

/** In this order; `say` means that words can be typed for the reader, `where` what is lit up. */
const STEPS = [
  { key: "ask", where: "phone", say: true, done: asked },
  { key: "human", where: "phone", say: true, done: () => groups().some((chat) => chat.topics.size > 0) },
  { key: "take", where: "desk", done: () => store.flags.has("pressed") || answered() },
  { key: "answer", where: "desk", say: true, done: answered },
  { key: "resolve", where: "desk", done: () => store.flags.has("resolved") },
  { key: "confirm", where: "phone", done: () => store.flags.has("confirmed") },
  { key: "complaint", where: "phone", say: true, done: () => topicsOf("complaints").length > 0 },
  { key: "look", where: "desk", done: () => store.flags.has("complaint taken") },
  { key: "mend", where: "desk", say: true, done: mended },
  { key: "settle", where: "desk", done: () => store.flags.has("settled") && topicsOf("complaints").some((topic) => topic.closed) },
  { key: "skip_time", where: "clock", done: () => store.flags.has("waited") },
  { key: "visit", where: "phone", done: () => store.flags.has("visited") },
  { key: "refer", where: "phone", say: true, done: () => linked() && friended() },
  { key: "gap", where: "phone", say: true, done: () => customers().some(({ id }) => wrote(id, "gap")) },
  { key: "by_hand", where: "desk", say: true, done: () => groups().some((chat) => wrote(chat.id, "by_hand")) || taught() },
  { key: "learn", where: "office", say: true, done: taught },
];

export class Guide {
  constructor(root, columns) {
    this.root = root;
    this.columns = columns;
    this.skipped = new Set();
    this.hidden = sessionStorage.getItem(HIDDEN) === "yes";
  }

  step() {
    return STEPS.findIndex((step) => !this.skipped.has(step.key) && !step.done());
  }

  render() {
    const at = this.step();
    this.root.setAttribute("aria-label", t("guide.label"));
    this.root.classList.toggle("folded", this.hidden);
    fill(this.root, `${language()}${at}${this.hidden}${STEPS.map(({ done }) => done())}`, () => (this.hidden ? this.folded() : this.parts(at)));
  }

  folded() {
    return h("button", { type: "button", class: "plain", "data-focus": "hints", onClick: () => this.hide(false) }, t("guide.back"));
  }

  parts(at) {
    const step = STEPS[at];
    const dots = STEPS.map((each, index) => h("i", { class: each.done() ? "done" : index === at ? "now" : "" }));
    return [
      h("div", { class: "dots", role: "img", "aria-label": step ? t("guide.of", { n: at + 1, all: STEPS.length }) : t("guide.label") }, dots),
      h("p", { role: "status" }, t(`guide.${step?.key ?? "done"}`)),
      step?.say ? h("button", { type: "button", class: "primary", "data-focus": "say", onClick: () => this.fillIn(step) }, t("guide.fill")) : null,
      step && !step.say ? h("button", { type: "button", class: "primary", "data-focus": "show", onClick: () => this.show(step.where) }, t("guide.show")) : null,
      step ? iconButton("next", t("guide.skip"), () => this.pass(step), { "data-focus": "next" }) : icon("check"),
      iconButton("close", t("guide.hide"), () => this.hide(true), { "data-focus": "hints" }),
    ].filter(Boolean);
  }

  fillIn(step) {
    const column = this.columns[step.where];
    column.conversation.composer.fill(t(`guide.${step.key}.say`));
    this.show(step.where);
  }

  show(where) {
    const element = where === "clock" ? document.querySelector(".clock") : document.getElementById(where);
    element.classList.remove("lit");
    requestAnimationFrame(() => element.classList.add("lit"));
    element.addEventListener("animationend", () => element.classList.remove("lit"), { once: true });
  }

  pass(step) {
    this.skipped.add(step.key);
    touch();
  }

  hide(hidden) {
    this.hidden = hidden;
    sessionStorage.setItem(HIDDEN, hidden ? "yes" : "no");
    touch();
  }
}
