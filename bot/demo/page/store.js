// What this page knows: a copy of the sandbox's chats, kept fresh by one stream of events.

import * as api from "./api.js";

export const GENERAL = 1;

export const store = {
  ready: false,
  live: false,
  business: null,
  cast: null,
  curtain: {},
  revealed: new Set(),
  accounts: new Map(),
  chats: new Map(),
  offset: 0,
  seen: new Map(),
  flags: new Set(),
};

const watchers = [];
const hearers = [];
let scheduled = false;
let waiting = [];

/** Call `watcher` after every change, once a frame at most. */
export function watch(watcher) {
  watchers.push(watcher);
}

/** Call `hearer(kind, data)` for every event as it comes. */
export function hear(hearer) {
  hearers.push(hearer);
}

/** Something has changed: draw again soon. */
export function touch() {
  if (scheduled) return;
  scheduled = true;
  if (document.hidden) setTimeout(draw, 100);
  else requestAnimationFrame(draw);
}

/** Draw now: whoever has turned to another place writes their next word there, however soon it comes. */
export function draw() {
  scheduled = false;
  if (store.ready) for (const watcher of watchers) watcher();
}

/** Open the one stream of this page; the browser reconnects by itself and says what it had last. */
export function connect() {
  const stream = new EventSource("/control/stream");
  stream.addEventListener("open", async () => {
    store.live = true;
    if (!store.ready) await refresh();
    touch();
  });
  stream.addEventListener("error", () => {
    store.live = false;
    touch();
    if (stream.readyState === EventSource.CLOSED) setTimeout(connect, 2000);
  });
  for (const kind of [...Object.keys(KINDS), "callback_answer", "chat_action"]) {
    stream.addEventListener(kind, (event) => take(kind, JSON.parse(event.data)));
  }
  stream.addEventListener("reset", refresh);
}

/** Read everything afresh; what happens meanwhile is applied on top. */
async function refresh() {
  store.ready = false;
  let all;
  try {
    all = await api.snapshot();
  } catch {
    setTimeout(refresh, 1000);
    return;
  }
  if (store.business && store.business.run !== all.business.run) {
    location.reload();
    return;
  }
  store.business = all.business;
  store.cast = all.cast;
  store.curtain = all.curtain;
  recall();
  store.offset = all.clock.offset;
  store.accounts = new Map(all.accounts.map((account) => [account.id, account]));
  store.chats = new Map();
  for (const each of all.chats) {
    const chat = chatOf(each.id);
    Object.assign(chat, { type: each.type, title: each.title ?? "", members: membersOf(each), pinned: all.pinned[each.id] ?? [] });
    for (const topic of each.topics ?? []) if (!topic.deleted) chat.topics.set(topic.message_thread_id, topic);
    for (const message of all.messages[each.id] ?? []) chat.messages.set(message.message_id, message);
    for (const [message, byUser] of Object.entries(all.reactions[each.id] ?? {})) {
      chat.reactions.set(Number(message), new Map(Object.entries(byUser).map(([user, list]) => [Number(user), list])));
    }
    if (!store.seen.size || !store.seen.has(`${each.id}`)) markAllSeen(chat);
  }
  store.ready = true;
  const missed = waiting;
  waiting = [];
  for (const [kind, data] of missed) take(kind, data);
  touch();
}

function membersOf(chat) {
  const present = (chat.members ?? []).filter((member) => !["left", "kicked"].includes(member.status));
  return new Map(present.map((member) => [member.user.id, member.status]));
}

/** A chat by its id, made on first sight. */
export function chatOf(id) {
  let chat = store.chats.get(id);
  if (!chat) {
    chat = {
      id, type: id > 0 ? "private" : "supergroup", title: "", members: new Map(), pinned: [], typing: 0,
      topics: new Map(), messages: new Map(), gone: new Map(), reactions: new Map(),
    };
    store.chats.set(id, chat);
  }
  return chat;
}

function take(kind, data) {
  if (!store.ready) {
    waiting.push([kind, data]);
    return;
  }
  KINDS[kind]?.(data);
  for (const hearer of hearers) hearer(kind, data);
  touch();
}

const KINDS = {
  message({ chat, message }) {
    const place = chatOf(chat);
    place.messages.set(message.message_id, message);
    if (message.from.is_bot) place.typing = 0;
    if (message.new_chat_title) place.title = message.new_chat_title;
  },
  edited_message({ chat, message }) {
    chatOf(chat).messages.set(message.message_id, message);
  },
  deleted_messages({ chat, message_ids: ids }) {
    const place = chatOf(chat);
    for (const id of ids) {
      const message = place.messages.get(id);
      if (message) place.gone.set(id, message);
      place.messages.delete(id);
    }
  },
  topic({ chat, ...topic }) {
    const place = chatOf(chat);
    if (topic.deleted) place.topics.delete(topic.message_thread_id);
    else place.topics.set(topic.message_thread_id, topic);
  },
  reaction({ chat, message_id: id, user, reaction }) {
    const place = chatOf(chat);
    const byUser = new Map(place.reactions.get(id) ?? []);
    if (reaction.length) byUser.set(user, reaction);
    else byUser.delete(user);
    place.reactions.set(id, byUser);
  },
  chat_action({ chat }) {
    const place = chatOf(chat);
    place.typing = Date.now() + 5000;
    setTimeout(touch, 5100);
  },
  chat({ chat, type, title }) {
    Object.assign(chatOf(chat), { type, title: title ?? chatOf(chat).title });
  },
  member({ chat, user, status }) {
    const place = chatOf(chat);
    if (["left", "kicked"].includes(status)) place.members.delete(user);
    else place.members.set(user, status);
  },
  pinned({ chat, message_ids: ids }) {
    chatOf(chat).pinned = ids;
  },
  account({ user }) {
    store.accounts.set(user.id, { ...store.accounts.get(user.id), ...user });
  },
  clock({ offset }) {
    store.offset = offset;
  },
};

const KEPT = "frontline.done";

function recall() {
  const [run, ...flags] = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  if (run === store.business.run) for (const flag of flags) store.flags.add(flag);
  else store.flags.clear();
}

/** Remember, also over a reload of the page, that the reader has done something. */
export function remember(flag) {
  store.flags.add(flag);
  sessionStorage.setItem(KEPT, JSON.stringify([store.business.run, ...store.flags]));
  touch();
}

/** Business time in milliseconds. */
export const now = () => Date.now() + store.offset * 1000;

/** Everyone who is no colleague is a customer: those of the start, and friends who came by a link. */
export function customers() {
  const staff = new Set([...store.cast.agents, store.cast.manager]);
  return [...store.accounts.values()].filter((account) => !staff.has(account.id));
}

/** The name of a person or the bot. */
export function nameOf(user) {
  const known = store.accounts.get(user.id) ?? user;
  return [known.first_name, known.last_name].filter(Boolean).join(" ");
}

export const threadOf = (message) => message.message_thread_id ?? GENERAL;

/** The messages of a place, oldest first; of one topic when `thread` is given. Deleted ones stay as a mark. */
export function messagesOf(chat, thread = null) {
  const all = [...chat.messages.values(), ...[...chat.gone.values()].map((message) => ({ ...message, gone: true }))];
  const here = thread === null ? all : all.filter((message) => threadOf(message) === thread);
  return here.sort((a, b) => a.message_id - b.message_id);
}

/** What was said after the stage was set; the setting up before that can be revealed. */
export function playedOf(chat, thread = null) {
  const last = store.revealed.has(chat.id) ? 0 : store.curtain[chat.id] ?? 0;
  return messagesOf(chat, thread).filter((message) => message.message_id > last);
}

/** Show how a chat was set up. */
export function reveal(chat) {
  store.revealed.add(chat.id);
  touch();
}

const placeKey = (chat, thread) => (thread === null ? `${chat.id}` : `${chat.id}/${thread}`);

function markAllSeen(chat) {
  store.seen.set(`${chat.id}`, Math.max(0, ...chat.messages.keys()));
}

/** The newest message of a place has been looked at. */
export function markSeen(chat, thread = null) {
  const here = messagesOf(chat, thread);
  if (here.length) store.seen.set(placeKey(chat, thread), here.at(-1).message_id);
}

/** How many messages nobody has looked at yet; the viewers' own do not count. */
export function unread(chat, thread, mine) {
  const seen = Math.max(store.seen.get(`${chat.id}`) ?? 0, thread === null ? 0 : store.seen.get(placeKey(chat, thread)) ?? 0);
  let count = 0;
  for (const message of chat.messages.values()) {
    if (message.message_id > seen && !mine.has(message.from.id) && (thread === null || threadOf(message) === thread)) count += 1;
  }
  return count;
}
