// Where a message is written: text, attachments, replies and edits, commands, the bot's reply keyboard.

import { act, sendFile } from "./api.js";
import { commandsFor } from "./commands.js";
import { h, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { samplePhoto, sampleVoice } from "./samples.js";
import { inShort } from "./service.js";
import { GENERAL, nameOf } from "./store.js";
import { t } from "./texts.js";
import { trouble } from "./toasts.js";

const PICTURES = ["image/png", "image/jpeg", "image/gif", "image/webp"];

/** What is being written in one place; kept while another place is looked at. */
const blank = () => ({ text: "", reply: null, edit: null, file: null, preview: null });

export class Composer {
  constructor(conversation) {
    this.conversation = conversation;
    this.drafts = new Map();
    this.key = "";
    this.hidesKeyboard = new Set();
    this.area = h("textarea", {
      rows: "1", maxlength: "4096", enterkeyhint: "send", dir: "auto",
      onInput: () => this.typed(), onKeydown: (event) => this.pressed(event), onPaste: (event) => this.pasted(event),
    });
    this.files = h("input", { type: "file", class: "unseen", tabindex: "-1", "aria-hidden": "true", onChange: () => this.picked() });
    this.strip = h("div", { class: "strip", hidden: true });
    this.commands = h("div", { class: "commands", role: "listbox", hidden: true });
    this.keyboard = h("div", { class: "reply-keyboard", hidden: true });
    this.attach = iconButton("attach", t("chat.attach"), (event) => this.offer(event.currentTarget), { class: "icon-button attach" });
    this.toggle = iconButton("keyboard", t("chat.keyboard"), () => this.flip(), { class: "icon-button toggle", hidden: true });
    this.button = h("button", { type: "submit", class: "send", "aria-label": t("chat.send"), title: t("chat.send") }, icon("send"));
    this.element = h("form", { class: "composer", onSubmit: (event) => this.submitted(event) },
      this.strip, this.commands,
      h("div", { class: "line" }, this.attach, this.area, this.toggle, this.button, this.files),
      this.keyboard);
  }

  get draft() {
    if (!this.drafts.has(this.key)) this.drafts.set(this.key, blank());
    return this.drafts.get(this.key);
  }

  /** Show the draft of the place that is looked at, and its keyboard. */
  render(key, placeholder, keyboardMessage) {
    if (key !== this.key) {
      this.key = key;
      this.area.value = this.draft.text;
      this.grow();
      this.drawStrip();
      this.commands.hidden = true;
    }
    const hint = this.draft.file ? t("chat.caption") : placeholder;
    this.area.placeholder = hint;
    this.area.setAttribute("aria-label", hint);
    for (const [button, words] of [[this.attach, "chat.attach"], [this.toggle, "chat.keyboard"], [this.button, "chat.send"]]) {
      button.title = t(words);
      button.setAttribute("aria-label", t(words));
    }
    this.drawKeyboard(keyboardMessage);
  }

  /** Put words into the field and the cursor behind them. */
  fill(text) {
    this.draft.text = text;
    this.area.value = text;
    this.grow();
    this.area.focus();
  }

  focus() {
    this.area.focus({ preventScroll: true });
  }

  replyTo(message) {
    Object.assign(this.draft, { reply: message, edit: null });
    this.drawStrip();
    this.focus();
  }

  startEdit(message) {
    Object.assign(this.draft, { edit: message, reply: null, file: null });
    this.fill(message.text ?? message.caption ?? "");
    this.drawStrip();
  }

  cancel() {
    if (this.draft.preview) URL.revokeObjectURL(this.draft.preview);
    const keep = this.draft.edit ? "" : this.draft.text;
    this.drafts.set(this.key, { ...blank(), text: keep });
    this.area.value = keep;
    this.grow();
    this.drawStrip();
    this.focus();
  }

  grow() {
    this.area.style.height = "auto";
    this.area.style.height = `${Math.min(this.area.scrollHeight, 110)}px`;
  }

  typed() {
    this.draft.text = this.area.value;
    this.grow();
    this.offerCommands();
  }

  pressed(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const first = this.commands.hidden ? null : this.commands.querySelector("button");
      if (first && this.area.value !== first.dataset.command) first.click();
      else this.element.requestSubmit();
    } else if (event.key === "Escape") {
      if (!this.commands.hidden) this.commands.hidden = true;
      else this.cancel();
    } else if (event.key === "ArrowUp" && !this.area.value) {
      event.preventDefault();
      this.conversation.focusLast();
    }
  }

  async submitted(event) {
    event.preventDefault();
    const { text, reply, edit, file, kind, preview } = this.draft;
    const words = text.trim();
    if (!words && !file) return;
    const place = this.conversation.place();
    this.drafts.set(this.key, blank());
    this.area.value = "";
    this.grow();
    this.drawStrip();
    this.commands.hidden = true;
    this.conversation.stick();
    try {
      if (edit) await act("edit", { user: place.user, chat: place.chat ?? null, message_id: edit.message_id, [edit.text ? "text" : "caption"]: words });
      else if (file) await sendFile(kind, file, { ...place, caption: words, reply_to: reply?.message_id });
      else await act("send", { ...place, text: words, ...(reply ? { reply_to: reply.message_id } : {}) });
    } catch (error) {
      this.drafts.set(this.key, { text, reply, edit, file, kind, preview });
      this.area.value = text;
      this.drawStrip();
      trouble(error);
      return;
    }
    if (preview) URL.revokeObjectURL(preview);
  }

  offer(anchor) {
    const send = (fields) => act("send", { ...this.conversation.place(), ...fields }).catch(trouble);
    const group = this.conversation.isGroup();
    openMenu(anchor, [
      { label: t("attach.file_photo"), mark: icon("file"), act: () => this.files.click() },
      { label: t("attach.sample_photo"), mark: icon("photo"), act: async () => this.attachFile(await samplePhoto()) },
      { label: t("attach.sample_voice"), mark: icon("voice"), act: () => this.attachFile(sampleVoice(), "voice") },
      ...(group ? [] : [{ label: t("attach.contact"), mark: icon("person"), act: () => send({ contact: true }) }]),
      { label: t("attach.location"), mark: icon("place"), act: () => send({ location: { latitude: 31.2304, longitude: 121.4737 } }) },
    ]);
  }

  picked() {
    const file = this.files.files[0];
    this.files.value = "";
    if (file) this.attachFile(file);
  }

  pasted(event) {
    const file = [...(event.clipboardData?.files ?? [])][0];
    if (!file) return;
    event.preventDefault();
    this.attachFile(file);
  }

  attachFile(file, kind = null) {
    const sort = file.type.split("/")[0];
    const picture = PICTURES.includes(file.type);
    const named = picture ? "photo" : sort === "video" ? "video" : sort === "audio" ? "audio" : "document";
    const preview = picture ? URL.createObjectURL(file) : null;
    Object.assign(this.draft, { file, kind: kind ?? named, preview, edit: null });
    this.drawStrip();
    this.conversation.render();
    this.focus();
  }

  drawStrip() {
    const { reply, edit, file, preview } = this.draft;
    this.strip.hidden = !(reply || edit || file);
    if (this.strip.hidden) {
      this.strip.replaceChildren();
      return;
    }
    const about = edit ?? reply;
    const title = edit ? t("chat.editing") : reply ? t("chat.reply_to", { name: nameOf(reply.from) }) : null;
    this.strip.replaceChildren(
      preview ? h("img", { src: preview, alt: "" }) : icon(file ? "file" : edit ? "edit" : "reply"),
      h("span", { class: "strip-text" },
        title ? h("b", {}, title) : null,
        h("span", {}, file ? file.name : inShort(about))),
      iconButton("close", t("chat.cancel"), () => this.cancel()));
  }

  async offerCommands() {
    const typed = this.area.value;
    if (!/^\/\w*$/.test(typed)) {
      this.commands.hidden = true;
      return;
    }
    const fitting = (await commandsFor(this.conversation.place())).filter(({ command }) => `/${command}`.startsWith(typed));
    if (this.area.value !== typed) return;
    this.commands.hidden = fitting.length === 0;
    this.commands.replaceChildren(...fitting.map(({ command, description }) =>
      h("button", {
        type: "button", role: "option", "data-command": `/${command}`, onClick: () => {
          this.commands.hidden = true;
          this.fill(`/${command}`);
        },
      }, h("b", {}, `/${command}`), h("span", {}, description))));
  }

  drawKeyboard(message) {
    const rows = message?.reply_markup?.keyboard;
    this.toggle.hidden = !rows;
    this.keyboard.hidden = !rows || this.hidesKeyboard.has(this.key);
    const shape = rows ? `${this.key}/${message.message_id}` : "";
    if (this.keyboard.dataset.shape === shape) return;
    this.keyboard.dataset.shape = shape;
    this.keyboard.replaceChildren(...(rows ?? []).map((row) =>
      h("div", { class: "row" }, row.map((button) =>
        h("button", { type: "button", onClick: () => this.pressKey(message, button) },
          button.request_contact ? icon("person") : button.request_location ? icon("place") : null, button.text)))));
  }

  flip() {
    if (!this.hidesKeyboard.delete(this.key)) this.hidesKeyboard.add(this.key);
    this.conversation.render();
  }

  async pressKey(message, button) {
    const { user, chat } = this.conversation.place();
    this.conversation.stick();
    try {
      await act("press", { user, chat: chat ?? null, message_id: message.message_id, button: button.text });
    } catch (error) {
      trouble(error);
    }
  }
}

/** Where a message goes, as the sandbox wants it: General has no thread. */
export function placeOf(user, chat, thread) {
  if (chat.id > 0) return { user };
  return thread === null || thread === GENERAL ? { user, chat: chat.id } : { user, chat: chat.id, thread };
}
