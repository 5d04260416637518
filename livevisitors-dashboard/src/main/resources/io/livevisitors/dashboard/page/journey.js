// The pages that one visitor opened, below the visitor's row. Titles and addresses come from strangers here as in the row:
// they go in as text and are cut by the style sheet.

import { journey } from "./api.js";
import { el, setText, setTitle } from "./dom.js";
import { clock, host, path, plain, timeOfDay } from "./format.js";

const AGAIN_AFTER_MS = 1000;
const SAME_MOMENT_SECONDS = 5;

export class Journey {
  #node;
  #pixelId;
  #token;
  #store;
  #onGone;
  #since = el("p", "note");
  #pages = el("ol", "pages");
  #said = el("span");
  #retry = el("button", "", "Try again");
  #entries = [];
  #asOf = null;
  #timer = null;
  #askedAt = -Infinity;
  #asking = false;
  #outdated = false;
  #failed = false;
  #closed = false;

  /** Fills `node`, at once and by {@link refresh}. `onGone` is told when the server knows nobody of this token any more. */
  constructor(node, pixelId, token, store, onGone) {
    this.#node = node;
    this.#pixelId = pixelId;
    this.#token = token;
    this.#store = store;
    this.#onGone = onGone;
    this.#retry.type = "button";
    this.#retry.hidden = true;
    this.#retry.onclick = () => this.#ask();
    const saying = el("p", "saying", this.#said);
    saying.setAttribute("role", "status");
    node.replaceChildren(this.#since, this.#pages, el("div", "failure", saying, this.#retry));
    setText(this.#said, "Loading…");
    this.#ask();
  }

  /** The visitor did something. However often that is, the server is asked once a second, and one question at a time. */
  refresh() {
    if (this.#asking) this.#outdated = true;
    else if (this.#timer === null) {
      const wait = Math.max(0, this.#askedAt + AGAIN_AFTER_MS - Date.now());
      this.#timer = setTimeout(() => this.#ask(), wait);
    }
  }

  tick(now) {
    if (this.#asOf === null || this.#failed) return;
    for (const entry of this.#entries) entry.tick(now - this.#asOf);
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#node.replaceChildren();
  }

  async #ask() {
    if (this.#asking) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    this.#asking = true;
    this.#outdated = false;
    this.#askedAt = Date.now();
    try {
      const answer = await journey(this.#pixelId, this.#token);
      if (!this.#closed) this.#draw(answer);
    } catch (failure) {
      if (!this.#closed) this.#fail(failure);
    }
    this.#asking = false;
    if (this.#outdated && !this.#closed) this.refresh();
  }

  #draw(answer) {
    const pages = Array.isArray(answer.journey) ? answer.journey : [];
    const withHost = new Set(pages.map((page) => host(page.page_url))).size > 1;
    while (this.#entries.length > pages.length) this.#entries.pop().node.remove();
    while (this.#entries.length < pages.length) {
      const entry = new Entry();
      this.#entries.push(entry);
      this.#pages.append(entry.node);
    }
    pages.forEach((page, index) => this.#entries[index].update(page, withHost));
    this.#asOf = answer.as_of;
    this.#failed = false;
    setText(this.#since, this.#beginning(pages));
    setText(this.#said, "");
    if (document.activeElement === this.#retry) this.#node.focus();
    this.#retry.hidden = true;
    this.tick(this.#store.now());
  }

  // The server keeps the last pages only: the oldest that it names may not be the one the visitor came by.
  #beginning(pages) {
    const opened = pages[0]?.timestamp;
    if (!Number.isFinite(opened)) return "No page is known.";
    const firstSeen = this.#store.visitors.get(this.#token)?.first_seen;
    return opened - firstSeen > SAME_MOMENT_SECONDS
      ? `Earlier pages are not kept; the oldest of these was opened at ${timeOfDay(opened)}`
      : `First page opened at ${timeOfDay(opened)}`;
  }

  #fail(failure) {
    if (failure.gone) {
      this.#onGone();
      return;
    }
    this.#failed = true;
    const known = this.#entries.length > 0;
    setText(this.#said, known ? "These pages may be out of date." : "The pages of this visitor could not be loaded.");
    this.#retry.hidden = false;
  }
}

class Entry {
  #title = el("bdi", "title");
  #path = el("bdi", "path");
  #open = el("span", "open");
  #time = el("time");
  #seconds = 0;
  #isOpen = false;

  constructor() {
    this.node = el("li", "", this.#title, this.#path, this.#open, this.#time);
  }

  update(page, withHost) {
    const where = path(page.page_url, withHost);
    const title = plain(page.page_title);
    setText(this.#title, title || where || "(no page)");
    setText(this.#path, title ? where : "");
    setTitle(this.node, plain(page.page_url));
    this.#isOpen = page.open === true;
    this.node.classList.toggle("shown", this.#isOpen);
    setText(this.#open, this.#isOpen ? "open" : "");
    this.#seconds = Number.isFinite(page.time_on_page) ? page.time_on_page : 0;
    this.tick(0);
  }

  /** The time on a page that is open goes on after the answer. */
  tick(sinceAnswer) {
    setText(this.#time, clock(this.#seconds + (this.#isOpen ? Math.max(0, sinceAnswer) : 0)));
  }
}
