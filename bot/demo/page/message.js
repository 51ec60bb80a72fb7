// One message as an element: bubble, media, buttons, reactions.

import { fileUrl } from "./api.js";
import { avatar, h, icon, iconButton } from "./dom.js";
import { clockTime, richText, size } from "./format.js";
import { inShort, serviceLine } from "./service.js";
import { nameOf, store, threadOf } from "./store.js";
import { t } from "./texts.js";

/** The element of a message. `view`: me, group, first (of a run by one sender), pressing, actions. */
export function messageElement(message, view) {
  if (message.gone) return goneElement(message);
  const line = serviceLine(message);
  if (line) return h("div", { class: "message service", "data-id": message.message_id }, h("span", {}, line));
  const mine = message.from.id === view.me;
  const named = view.group && !mine;
  return h("article", {
    class: `message ${mine ? "out" : "in"}${view.first ? " first" : ""}${named ? " named" : ""}`,
    "data-id": message.message_id, tabindex: "-1",
  },
  named ? avatar(message.from.id, nameOf(message.from), "small") : null,
  h("div", { class: "body" },
    h("div", { class: `bubble${message.photo || message.sticker ? " pictured" : ""}` },
      named && view.first ? sender(message.from) : null,
      forwarded(message),
      quote(message, view),
      media(message),
      words(message, view),
      h("span", { class: "meta" },
        message.edit_date ? h("span", { class: "edited" }, t("chat.edited")) : null,
        h("time", { datetime: new Date(message.date * 1000).toISOString() }, clockTime(message.date * 1000)))),
    inlineButtons(message, view),
    reactions(message, view)),
  iconButton("more", t("chat.more"), (event) => view.actions.menu(message, event.currentTarget), { class: "icon-button message-more", tabindex: "-1" }));
}

function goneElement(message) {
  return h("div", { class: "message service gone", "data-id": message.message_id },
    h("span", {}, icon("remove"), ` ${t("chat.deleted")}`, h("s", { title: inShort(message) }, ` ${inShort(message).slice(0, 40)}`)));
}

function sender(from) {
  const role = from.is_bot ? t("role.bot") : from.id === store.cast.manager ? t("role.manager") : null;
  return h("div", { class: `sender hue-${Math.abs(from.id) % 8}` }, nameOf(from), role ? h("span", { class: "role" }, role) : null);
}

function forwarded(message) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user ? nameOf(origin.sender_user) : origin.sender_user_name ?? "";
  return h("div", { class: "forwarded" }, t("forwarded", { name }));
}

function quote(message, view) {
  const replied = message.reply_to_message;
  if (!replied || replied.message_id === threadOf(message)) return null;
  return h("button", { type: "button", class: "quote", tabindex: "-1", onClick: () => view.actions.show(replied.message_id) },
    h("b", {}, nameOf(replied.from)), h("span", {}, inShort(replied)));
}

function words(message, view) {
  const text = message.text ?? message.caption;
  if (!text) return null;
  const entities = message.text ? message.entities : message.caption_entities;
  return h("div", { class: "text", dir: "auto" }, richText(text, entities, view.actions));
}

function media(message) {
  if (message.photo) {
    const best = message.photo.at(-1);
    const small = Math.min(1, 240 / best.width, 220 / best.height);
    const picture = h("img", {
      src: fileUrl(best.file_id), alt: message.caption ?? t("kind.photo"),
      width: Math.round(best.width * small), height: Math.round(best.height * small),
    });
    return h("a", { class: "photo", href: fileUrl(best.file_id), target: "_blank", rel: "noopener" }, picture);
  }
  if (message.sticker) return h("img", { class: "sticker", src: fileUrl(message.sticker.file_id), alt: message.sticker.emoji ?? "" });
  const sound = message.voice ?? message.audio;
  if (sound) return h("audio", { controls: true, preload: "none", src: fileUrl(sound.file_id), "aria-label": t("kind.voice") });
  const film = message.video ?? message.animation ?? message.video_note;
  if (film) return h("video", { controls: true, preload: "metadata", src: fileUrl(film.file_id), "aria-label": t("kind.video") });
  if (message.document) return documentLink(message.document);
  if (message.contact) return card("person", [message.contact.first_name, message.contact.last_name].filter(Boolean).join(" "), message.contact.phone_number);
  if (message.location) {
    const { latitude, longitude } = message.location;
    return card("place", message.venue?.title ?? t("kind.location"), message.venue?.address ?? `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`);
  }
  if (message.dice) return card("next", message.dice.emoji, String(message.dice.value));
  if (message.poll) return h("div", { class: "poll" }, h("b", {}, message.poll.question), message.poll.options.map((option) => h("div", {}, `○ ${option.text}`)));
  return null;
}

function documentLink(file) {
  return h("a", { class: "card", href: fileUrl(file.file_id), download: file.file_name ?? "" },
    h("span", { class: "card-icon" }, icon("file")),
    h("span", {}, h("b", {}, file.file_name ?? t("kind.file")), h("small", {}, size(file.file_size ?? 0))));
}

function card(picture, title, more) {
  return h("div", { class: "card" }, h("span", { class: "card-icon" }, icon(picture)), h("span", {}, h("b", {}, title), h("small", {}, more)));
}

function inlineButtons(message, view) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return h("div", { class: "inline-keyboard" }, rows.map((row) => h("div", { class: "row" }, row.map((button) => inlineButton(message, button, view)))));
}

function inlineButton(message, button, view) {
  const waits = button.callback_data && view.pressing.has(`${message.chat.id}/${message.message_id}/${button.callback_data}`);
  return h("button", {
    type: "button", class: `inline${waits ? " waits" : ""}`, "aria-busy": waits ? "true" : null, "data-focus": `${message.message_id}/${button.text}`,
    onClick: () => view.actions.press(message, button),
  }, button.text, button.url ? icon("link") : null, button.copy_text ? icon("copy") : null);
}

function reactions(message, view) {
  if (!view.reactions?.size) return null;
  const counted = new Map();
  for (const [user, list] of view.reactions) {
    for (const { emoji } of list) counted.set(emoji, [...(counted.get(emoji) ?? []), user]);
  }
  const chips = [...counted].map(([emoji, users]) => {
    const mine = users.includes(view.me);
    const names = users.map((user) => nameOf(store.accounts.get(user) ?? store.cast.bot)).join(", ");
    return h("button", {
      type: "button", class: `reaction${mine ? " mine" : ""}`, "aria-pressed": String(mine), title: names, "aria-label": `${emoji} ${names}`, tabindex: "-1",
      onClick: () => view.actions.react(message, mine ? null : emoji),
    }, emoji, users.length > 1 ? ` ${users.length}` : null);
  });
  return h("div", { class: "reactions" }, chips);
}
