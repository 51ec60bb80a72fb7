// What happened to a chat, in one line.

import { nameOf } from "./store.js";
import { t } from "./texts.js";

const SAID = [
  "text", "photo", "sticker", "voice", "audio", "video", "animation", "video_note", "document",
  "contact", "location", "venue", "dice", "poll", "forward_origin",
];

/** The line for a service message, null for anything that somebody said. */
export function serviceLine(message) {
  const name = nameOf(message.from);
  const say = (key, more = {}) => t(`service.${key}`, { name, ...more });
  if (message.new_chat_members) return say("joined", { name: message.new_chat_members.map(nameOf).join(", ") });
  if (message.left_chat_member) return say("left", { name: nameOf(message.left_chat_member) });
  if (message.forum_topic_created) return say("topic", { topic: message.forum_topic_created.name });
  if (message.forum_topic_edited) {
    const { name: topic } = message.forum_topic_edited;
    return topic ? say("topic_renamed", { topic }) : say("topic_changed");
  }
  if (message.forum_topic_closed) return say("closed");
  if (message.forum_topic_reopened) return say("reopened");
  if (message.pinned_message) return say("pinned");
  if (message.new_chat_title) return say("title", { title: message.new_chat_title });
  return SAID.some((kind) => kind in message) ? null : say("other");
}

/** A message in a few words: for quotes, topic lists and the pinned bar. */
export function inShort(message) {
  const line = serviceLine(message);
  if (line) return line;
  const words = message.text ?? message.caption;
  if (words) return words;
  if (message.photo) return t("kind.photo");
  if (message.voice || message.audio) return t("kind.voice");
  if (message.video || message.animation || message.video_note) return t("kind.video");
  if (message.document) return message.document.file_name ?? t("kind.file");
  if (message.contact) return t("kind.contact");
  if (message.location) return t("kind.location");
  return t("kind.other");
}
