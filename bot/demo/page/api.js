// Talking to the sandbox that serves this page. Every failure comes with a sentence.

export class Refusal extends Error {}

async function answered(response) {
  const body = await response.json().catch(() => null);
  if (response.ok && body) return body;
  throw new Refusal(body?.error ?? `${response.status} ${response.statusText}`);
}

/** Do something: one verb of the control interface. */
export async function act(verb, fields) {
  const response = await fetch(`/control/${verb}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  });
  return (await answered(response)).result;
}

/** Send a file as a message: `kind` is photo, document, voice, audio or video. */
export async function sendFile(kind, file, fields) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    if (value !== undefined && value !== null && value !== "") form.append(name, String(value));
  }
  form.append(kind, file, file.name);
  return (await answered(await fetch("/control/send", { method: "POST", body: form }))).result;
}

/** Everything there is. */
export async function snapshot() {
  return answered(await fetch("/demo/snapshot"));
}

/** The bot's command lists, which it may change at any time. */
export async function commandLists() {
  return answered(await fetch("/demo/commands"));
}

/** The language of the staff's side: what the groups and the colleagues' chats are told in. */
export const tellLanguage = (language) => tell("language", { language });

/** Go on with another business: everything begins anew at this address. */
export const tellBusiness = (business) => tell("business", { business });

async function tell(what, fields) {
  const response = await fetch(`/demo/${what}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(fields),
  });
  await answered(response);
}

export const fileUrl = (id) => `/control/file/${encodeURIComponent(id)}`;
