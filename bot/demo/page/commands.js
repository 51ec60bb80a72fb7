// The bot's commands for whoever types a "/": the narrowest scope that has a list, as in the apps.

import { commandLists } from "./api.js";
import { store } from "./store.js";

function scopes({ user, chat }) {
  if (!chat) return [["chat", user], ["all_private_chats"], ["default"]];
  const status = store.chats.get(chat)?.members.get(user);
  const admin = status === "creator" || status === "administrator";
  return [
    ["chat_member", chat, user],
    ...(admin ? [["chat_administrators", chat]] : []),
    ["chat", chat],
    ...(admin ? [["all_chat_administrators"]] : []),
    ["all_group_chats"], ["default"],
  ];
}

/** The commands a person is offered in a place. */
export async function commandsFor(place) {
  const lists = await commandLists().catch(() => []);
  const app = (store.accounts.get(place.user)?.language_code ?? "").slice(0, 2);
  for (const scope of scopes(place)) {
    const name = scope.join(" ");
    for (const language of [app, ""]) {
      const found = lists.find((list) => list.scope === name && list.language === language);
      if (found?.commands.length) return found.commands;
    }
  }
  return [];
}
