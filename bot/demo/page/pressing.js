// Pressed buttons: they wait until the bot has answered, and what it says is shown.

import { act } from "./api.js";
import { follow } from "./links.js";
import { hear, messagesOf, remember, store, threadOf, touch } from "./store.js";
import { alertBox, toast, trouble } from "./toasts.js";

const PATIENCE = 20000;

export const pressing = new Set();
const waiting = new Map();
const early = new Map();

/** The waiting buttons of a message, as one word that changes with them. */
export function isPressing(message) {
  const start = `${message.chat.id}/${message.message_id}/`;
  return [...pressing].filter((key) => key.startsWith(start)).join(" ");
}

/** Press an inline button for somebody. */
export async function press(user, message, button, group) {
  const key = `${message.chat.id}/${message.message_id}/${button.callback_data}`;
  if (pressing.has(key)) return;
  pressing.add(key);
  touch();
  try {
    const id = await act("press", { user, chat: group ? message.chat.id : null, message_id: message.message_id, button: button.callback_data });
    note(message, group);
    if (early.has(id)) answered(early.get(id), key);
    else waiting.set(id, { key, timer: setTimeout(() => done(id), PATIENCE) });
  } catch (error) {
    pressing.delete(key);
    touch();
    trouble(error);
  }
}

/** What the hints at the top want to know. */
function note(message, group) {
  if (!group && store.flags.has("resolved")) remember("confirmed");
  if (!group && store.flags.has("waited")) remember("visited");
  if (!group) return;
  remember("pressed");
  if (message.chat.id === store.cast.groups.find(({ key }) => key === "complaints").chat) {
    remember(store.flags.has("complaint taken") ? "settled" : "complaint taken");
    return;
  }
  const said = messagesOf(store.chats.get(message.chat.id), threadOf(message)).some((other) => !other.from.is_bot);
  if (said) remember("resolved");
}

function done(id) {
  const { key, timer } = waiting.get(id);
  clearTimeout(timer);
  waiting.delete(id);
  pressing.delete(key);
  touch();
}

function answered(answer, key) {
  early.delete(answer.id);
  pressing.delete(key);
  if (answer.text) (answer.show_alert ? alertBox : toast)(answer.text);
  if (answer.url) follow(answer.url);
}

hear((kind, data) => {
  if (kind !== "callback_answer") return;
  const known = waiting.get(data.id);
  if (!known) {
    early.set(data.id, data);
    setTimeout(() => early.delete(data.id), PATIENCE);
    return;
  }
  answered(data, known.key);
  done(data.id);
});
