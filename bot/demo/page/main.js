// The page: three columns over one copy of the sandbox.

import { tellLanguage } from "./api.js";
import { Desk } from "./desk.js";
import { Guide } from "./guide.js";
import { guides } from "./links.js";
import { Office } from "./office.js";
import { Phone } from "./phone.js";
import { connect, watch } from "./store.js";
import { language } from "./texts.js";
import { Top } from "./top.js";
import { trouble } from "./toasts.js";

const place = (id) => document.getElementById(id);

const phone = new Phone(place("phone"));
const desk = new Desk(place("desk"));
const office = new Office(place("office"));
const parts = [new Top(place("top")), new Guide(place("guide"), { phone, desk, office }), phone, desk, office];

guides.toPhone = (user) => phone.choose(user);
guides.toTopic = (chat, thread) => desk.go(chat, thread);

watch(() => {
  for (const part of parts) part.render();
  document.body.dataset.ready = "yes";
});
tellLanguage(language()).catch(trouble);
connect();
