// Words as chat apps show them: entities become elements, times become local, links become safe.

import { h } from "./dom.js";
import { language } from "./texts.js";
import { now, store } from "./store.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

/** The nodes of a text with its entities (offsets count UTF-16 units, as JavaScript's strings do). */
export function richText(text, entities, actions) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return nodes(text, 0, text.length, sorted, actions);
}

function nodes(text, from, to, entities, actions) {
  const result = [];
  let at = from;
  for (let index = 0; index < entities.length; index += 1) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < at) continue;
    const inside = entities.slice(index + 1).filter((other) => other.offset < end);
    if (entity.offset > at) result.push(text.slice(at, entity.offset));
    result.push(wrapped(entity, text.slice(entity.offset, end), nodes(text, entity.offset, end, inside, actions), actions));
    at = end;
  }
  if (at < to) result.push(text.slice(at, to));
  return result;
}

function wrapped(entity, words, children, actions) {
  if (TAGS[entity.type]) return h(TAGS[entity.type], {}, children);
  if (entity.type === "url") return linkTo(/^https?:/i.test(words) ? words : `https://${words}`, children, actions);
  if (entity.type === "text_link") return linkTo(entity.url, children, actions);
  if (entity.type === "bot_command") {
    return h("button", { type: "button", class: "in-text", tabindex: "-1", onClick: () => actions.say(words) }, children);
  }
  if (entity.type === "spoiler") {
    return h("span", { class: "spoiler", tabindex: "0", onClick: (event) => event.currentTarget.classList.add("open") }, children);
  }
  return h("span", { class: `entity-${entity.type}` }, children);
}

function linkTo(url, children, actions) {
  const safe = /^(https?|tg|mailto|tel):/i.test(url) ? url : "#";
  const open = (event) => {
    event.preventDefault();
    actions.open(safe);
  };
  return h("a", { href: safe, rel: "noopener noreferrer", onClick: open }, children);
}

const formats = new Map();

function formatter(options) {
  const key = language() + JSON.stringify(options);
  if (!formats.has(key)) {
    const locale = language() === "zh" ? "zh-CN" : "en-GB";
    formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: store.business.zone, ...options }));
  }
  return formats.get(key);
}

/** Ten past four: "16:10". */
export const clockTime = (milliseconds) => formatter({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(milliseconds);

/** A day in a few characters, with its weekday. */
export const dayName = (milliseconds) => formatter({ weekday: "short", day: "numeric", month: "short" }).format(milliseconds);

/** A whole day, as a heading between messages. */
export const longDay = (milliseconds) => formatter({ weekday: "long", day: "numeric", month: "long" }).format(milliseconds);

/** Tomorrow at an hour of the business's own day, as an instant. */
export function tomorrowAt(hour) {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: store.business.zone, hourCycle: "h23",
    year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  }).formatToParts(now());
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  const local = Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second);
  const ahead = local - Math.floor(now() / 1000) * 1000;
  return new Date(Date.UTC(part.year, part.month - 1, part.day + 1, hour) - ahead);
}

/** How large a file is. */
export function size(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
