// The rankings beside the list: which pages, where from, with what. Each is a list of names with a number and a bar.

import { el, setText, setTitle } from "./dom.js";
import { country, host, number, path, plain, referrer, share } from "./format.js";
import { DEVICES, icon } from "./icons.js";

const same = (name) => name;
const PANELS = [
  { key: "pages", title: "Pages", rows: 8, label: (name, hosts) => path(name, hosts), empty: "No page is open." },
  { key: "referrers", title: "Came from", rows: 6, label: referrer, empty: "Everybody came directly." },
  { key: "by_device", title: "Devices", rows: 5, label: (name) => (Object.hasOwn(DEVICES, name) ? DEVICES[name] : name), icon: same },
  { key: "by_browser", title: "Browsers", rows: 5, label: same },
  { key: "by_os", title: "Systems", rows: 5, label: same },
  { key: "by_country", title: "Countries", rows: 6, label: country },
  { key: "utm_sources", title: "Campaigns", rows: 5, label: same },
  { key: "events", title: "Events", rows: 6, label: same, note: "in the last 30 minutes" },
];
// These are always there: a panel that comes and goes with its last visitor would move all the others.
const ALWAYS = new Set(["pages", "referrers", "by_device"]);

export class Panels {
  #panels;

  constructor(parent) {
    this.#panels = PANELS.map((options) => new Panel(options));
    parent.replaceChildren(...this.#panels.map((panel) => panel.node));
  }

  draw(totals) {
    for (const panel of this.#panels) panel.draw(totals);
  }
}

class Panel {
  #options;
  #list = el("ol", "ranking");
  #rest = el("p", "rest");
  #rows = new Map();
  #seen = null;

  constructor(options) {
    this.#options = options;
    const id = `panel-${options.key}`;
    const heading = el("h2", "", options.title);
    heading.id = id;
    this.node = el("section", "panel", heading, this.#list, this.#rest);
    this.node.setAttribute("aria-labelledby", id);
    this.node.hidden = !ALWAYS.has(options.key);
  }

  draw(totals) {
    const { key, rows, empty, note } = this.#options;
    const entries = Object.entries(totals[key] ?? {}).filter(([, value]) => value > 0);
    const seen = JSON.stringify([totals.count, entries]);
    if (seen === this.#seen) return;
    this.#seen = seen;
    // The rest of a long list is no entry of it: it goes last, whatever its size.
    entries.sort(([one, a], [other, b]) => (one === "(other)") - (other === "(other)") || b - a || (one < other ? -1 : 1));
    const shown = entries.slice(0, rows);
    const largest = Math.max(1, ...shown.map(([, value]) => value));
    const several = key === "pages" && new Set(entries.map(([name]) => host(name)).filter(Boolean)).size > 1;
    this.#draw(shown, largest, totals.count ?? 0, several);
    const more = entries.length - shown.length;
    setText(this.#rest, more > 0 ? `and ${number(more)} more` : entries.length > 0 ? (note ?? "") : totals.count > 0 ? (empty ?? "Not known.") : "Nobody yet.");
    if (!ALWAYS.has(key)) this.node.hidden = entries.length === 0;
  }

  #draw(entries, largest, count, several) {
    const names = new Set(entries.map(([name]) => name));
    for (const [name, row] of this.#rows) {
      if (names.has(name)) continue;
      row.node.remove();
      this.#rows.delete(name);
    }
    let at = this.#list.firstElementChild;
    for (const [name, value] of entries) {
      let row = this.#rows.get(name);
      if (!row) this.#rows.set(name, (row = this.#row(name)));
      setText(row.label, label(name, this.#options, several));
      setText(row.value, number(value));
      row.value.title = this.#options.key === "events" ? "" : `${share(value, count)} of the visitors`;
      // Through the object model, which the content security policy allows; a style attribute it would not.
      row.bar.style.transform = `scaleX(${value / largest})`;
      if (row.node === at) at = at.nextElementSibling;
      else this.#list.insertBefore(row.node, at);
    }
  }

  #row(name) {
    const label = el("bdi", "name");
    const value = el("span", "value");
    const bar = el("span", "bar");
    const lead = this.#options.icon ? [icon(this.#options.icon(name))] : [];
    const node = el("li", "", bar, ...lead, label, value);
    setTitle(node, plain(name));
    return { node, label, value, bar };
  }
}

function label(name, options, several) {
  if (name === "(other)") return "all others";
  if (name === "(unknown)" || name === "") return "unknown";
  return plain(options.label(name, several)) || "(nothing to see)";
}
