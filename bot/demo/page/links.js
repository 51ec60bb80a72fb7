// Where a link leads: into the bot (somebody opens it), to a topic, or out of the page.

import { act } from "./api.js";
import { avatar } from "./dom.js";
import { customers, nameOf, store, touch } from "./store.js";
import { language, t } from "./texts.js";
import { choose, trouble } from "./toasts.js";

const FRIENDS = [
  { zh: "周敏", en: "Zoe", phone: "+8613666600001" },
  { zh: "何阳", en: "Leo", phone: "+8613666600002" },
  { zh: "林夏", en: "Mia", phone: "+8613666600003" },
  { zh: "许言", en: "Noah", phone: "+8613666600004" },
];

export const guides = { toPhone: () => {}, toTopic: () => {} };

/** Follow a link. */
export async function follow(url) {
  const place = parsed(url);
  try {
    if (place.share) await follow(place.share);
    else if (place.payload !== undefined) await opened(place.payload);
    else if (place.chat) guides.toTopic(place.chat, place.thread);
    else if (/^https?:/i.test(url)) window.open(url, "_blank", "noopener,noreferrer");
  } catch (error) {
    trouble(error);
  }
}

function parsed(url) {
  const link = new URL(url, location.href);
  const parts = link.pathname.split("/").filter(Boolean);
  if (link.protocol === "tg:" && link.host === "resolve") return { payload: link.searchParams.get("start") ?? "" };
  if (link.host !== "t.me") return {};
  if (parts[0] === "share") return { share: link.searchParams.get("url") };
  if (parts[0] === "c") return { chat: Number(`-100${parts[1]}`), thread: Number(parts[2]) };
  const ours = parts[0]?.toLowerCase() === store.cast.bot.username.toLowerCase();
  return ours ? { payload: link.searchParams.get("start") ?? "" } : {};
}

async function opened(payload) {
  const friend = FRIENDS[(customers().length - store.cast.customers.length) % FRIENDS.length];
  const name = friend[language()];
  const options = [
    { label: t("link.friend", { name }), value: "friend", mark: avatar(customers().length + 3, name) },
    ...customers().map((account) => ({ label: nameOf(account), value: account.id, mark: avatar(account.id, nameOf(account)) })),
  ];
  let user = await choose(t("link.title"), t("link.hint"), options);
  if (user === null) return;
  if (user === "friend") {
    const app = language() === "zh" ? "zh-hans" : "en";
    user = await act("account", { name, language_code: app, phone: friend.phone });
    store.accounts.set(user, { id: user, first_name: name, phone: friend.phone });
  }
  await act("start", payload ? { user, payload } : { user });
  guides.toPhone(user);
  touch();
}
