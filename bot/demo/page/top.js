// The strip at the top: what this is, the business's time with ways to skip some, the page's language.

import { act, snapshot, tellBusiness, tellLanguage } from "./api.js";
import { fill, h, icon } from "./dom.js";
import { clockTime, dayName, tomorrowAt } from "./format.js";
import { now, remember, store, touch } from "./store.js";
import { language, setLanguage, t } from "./texts.js";
import { toast, trouble } from "./toasts.js";

const HOUR = 3600;

export class Top {
  constructor(root) {
    this.root = root;
    this.time = h("time", {});
    this.live = h("span", { class: "live" });
    setInterval(touch, 10000);
  }

  render() {
    fill(this.root, language(), () => this.parts());
    const text = `${dayName(now())} ${clockTime(now())}`;
    if (this.time.textContent !== text) this.time.textContent = text;
    this.live.textContent = t(store.live ? "live" : "reconnecting");
    this.live.classList.toggle("lost", !store.live);
  }

  parts() {
    document.title = t("title");
    document.documentElement.lang = language() === "zh" ? "zh-CN" : "en";
    const business = store.business.names[language()];
    const others = Object.entries(store.business.others).map(([key, names]) => h("option", { value: key }, names[language()]));
    const chooser = h("select", { class: "other", "aria-label": t("other"), "data-focus": "other", onChange: ({ target }) => this.change(target.value) },
      h("option", { value: "" }, t("other")), others);
    const skip = (key, fields) => h("button", { type: "button", class: "skip", "data-focus": key, onClick: () => this.skip(fields()) }, t(key));
    return [
      h("img", { src: "/page/icon.svg", alt: "", width: "28", height: "28" }),
      h("div", { class: "brand" }, h("div", {}, h("h1", {}, t("title")), chooser), h("p", {}, t("subtitle", { business }))),
      h("div", { class: "clock", role: "group", "aria-label": t("clock.label") },
        h("span", { class: "clock-now" }, icon("clock"), this.time),
        h("span", { class: "clock-skip" }, t("clock.skip")),
        skip("clock.hour", () => ({ advance: HOUR })),
        skip("clock.hours", () => ({ advance: 3 * HOUR })),
        skip("clock.tomorrow", () => ({ set: tomorrowAt(9).toISOString().replace("Z", "+00:00") })),
        skip("clock.days", () => ({ advance: 72 * HOUR }))),
      this.live,
      h("button", { type: "button", class: "plain", "data-focus": "language", "aria-label": t("language.label"), lang: language() === "zh" ? "en" : "zh", onClick: () => this.turn() }, t("language.switch")),
    ];
  }

  async skip(fields) {
    try {
      const { offset } = await act("clock", fields);
      store.offset = offset;
      if (store.flags.has("settled")) remember("waited");
      toast(t("clock.skipped", { when: `${dayName(now())} ${clockTime(now())}` }));
      touch();
    } catch (error) {
      trouble(error);
    }
  }

  /** Another business in the place of this one: wait until it is there, then begin with a fresh page. */
  async change(key) {
    try {
      await tellBusiness(key);
      toast(t("other.coming", { business: store.business.others[key][language()] }));
    } catch (error) {
      trouble(error);
      return;
    }
    const there = async () => (await snapshot()).business.run !== store.business.run;
    while (!(await there().catch(() => false))) await new Promise((later) => setTimeout(later, 300));
    location.reload();
  }

  turn() {
    setLanguage(language() === "zh" ? "en" : "zh");
    tellLanguage(language()).catch(trouble);
    touch();
  }
}
