// The list of visitors: rows kept by token, moved only when they must, and never more of them than a person can use.

import { byId, setText } from "./dom.js";
import { isAggregate } from "./empty.js";
import { counted, host } from "./format.js";
import { Journey } from "./journey.js";
import { Row } from "./row.js";
import { newestFirst } from "./store.js";

const ROWS_AT_FIRST = 200;
const ROWS_MORE = 200;
const FADE_MS = 500;

export class List {
  #store;
  #pixelId;
  #node = byId("visitors");
  #rows = new Map();
  #limit = ROWS_AT_FIRST;
  #order = [];
  #membership = -1;
  #hosts = new Map();
  /** The one row that is open: `{token, row, journey}`. */
  #opened = null;

  constructor(store, pixelId) {
    this.#store = store;
    this.#pixelId = pixelId;
    byId("more").onclick = () => {
      const first = this.#limit;
      this.#limit += ROWS_MORE;
      this.draw();
      // The button moves away below the new rows, or goes: the reader goes on where the old list ended.
      this.#node.querySelectorAll(":scope > li:not(.gone)")[first]?.focus();
    };
  }

  draw() {
    const store = this.#store;
    if (this.#membership !== store.membership) {
      this.#membership = store.membership;
      this.#order = [...store.visitors.values()].sort(newestFirst).map((visitor) => visitor.visitor_token);
    }
    const withHost = this.#severalHosts();
    const shown = this.#order.slice(0, this.#limit);
    this.#remove(new Set(shown));
    this.#place(shown, withHost);
    if (store.changed.has(this.#opened?.token)) this.#opened.journey.refresh();
    store.changed.clear();
    this.#note(shown.length);
  }

  tick() {
    const now = this.#store.now();
    for (const row of this.#rows.values()) row.tick(now);
    this.#opened?.journey.tick(now);
  }

  #toggle(token) {
    const again = this.#opened?.token === token;
    this.#close();
    if (again) return;
    const row = this.#rows.get(token);
    row.opened = true;
    const journey = new Journey(row.panel, this.#pixelId, token, this.#store, () => this.#close());
    this.#opened = { token, row, journey };
  }

  #close() {
    if (!this.#opened) return;
    const { row, journey } = this.#opened;
    this.#opened = null;
    row.opened = false;
    journey.close();
  }

  #remove(shown) {
    for (const [token, row] of this.#rows) {
      if (shown.has(token)) continue;
      if (this.#opened?.token === token) this.#close();
      this.#rows.delete(token);
      // Only who left fades; a row pushed below the limit just makes room.
      if (this.#store.visitors.has(token)) row.node.remove();
      else this.#fade(row.node);
    }
  }

  #fade(node) {
    // Who reads with the keyboard goes on at the next row, not at the top of the page.
    if (node.contains(document.activeElement)) (present(node.nextElementSibling) ?? this.#node).focus();
    node.classList.add("gone");
    node.inert = true;
    setTimeout(() => node.remove(), FADE_MS);
  }

  #place(shown, withHost) {
    const { visitors, changed } = this.#store;
    const now = this.#store.now();
    const first = this.#rows.size === 0;
    let at = present(this.#node.firstElementChild);
    for (const token of shown) {
      let row = this.#rows.get(token);
      if (!row) {
        row = new Row(!first, () => this.#toggle(token));
        this.#rows.set(token, row);
        row.update(visitors.get(token), now, withHost);
      } else if (changed.has(token) || row.withHost !== withHost) {
        row.update(visitors.get(token), now, withHost);
      }
      if (row.node === at) at = present(at.nextElementSibling);
      else this.#node.insertBefore(row.node, at);
    }
  }

  // The host is noise on a site of one host, and needed on a pixel that several share.
  #severalHosts() {
    for (const token of this.#store.changed) {
      const visitor = this.#store.visitors.get(token);
      if (visitor) this.#hosts.set(token, host(visitor.page_url));
      else this.#hosts.delete(token);
    }
    return new Set(this.#hosts.values()).size > 1;
  }

  #note(shown) {
    const known = this.#order.length;
    const count = Math.max(known, this.#store.totals?.count ?? 0);
    // In aggregate mode nobody is hidden from the list: there is none.
    const hidden = isAggregate(this.#store.totals) ? 0 : count - shown;
    setText(byId("people-note"), isAggregate(this.#store.totals) ? "totals only" : count > 0 ? "newest first" : "");
    const more = byId("more");
    more.hidden = hidden <= 0;
    more.disabled = known <= shown;
    if (hidden > 0) setText(more, known > shown ? `Show more – ${counted(hidden, "other", "others")}` : `and ${counted(hidden, "other", "others")}`);
  }
}

/** The next row that is not on its way out: rows that fade keep their place until they are gone. */
function present(node) {
  while (node?.classList.contains("gone")) node = node.nextElementSibling;
  return node ?? null;
}
