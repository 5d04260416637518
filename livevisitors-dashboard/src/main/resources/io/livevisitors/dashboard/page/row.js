// One visitor's row. All text in it comes from strangers: it goes in as text, in its own direction (`bdi`), cut by the
// style sheet and never by its length.

import { el, setText, setTitle } from "./dom.js";
import { clock, counted, country, link, path, plain, referrer } from "./format.js";
import { DEVICES, icon, stateMark } from "./icons.js";

const STATES = { active: "Active", idle: "Idle", leaving: "Leaving" };

let rows = 0;

export class Row {
  node = el("li", "visitor");
  /** Below the row, for whoever opens it. */
  panel = el("div", "journey");
  withHost = false;

  #device = el("span", "device");
  #title = el("bdi", "title");
  #path = el("bdi", "path");
  #page = el("a", "page", this.#title, this.#path);
  #client = el("bdi", "client");
  #details = el("span", "details");
  #referrer = el("bdi", "from");
  #since = el("time", "since");
  #state = el("span", "state");
  #unfold = el("button", "unfold", icon("unfold"));
  #shown = {};
  #firstSeen = 0;

  /** `onToggle` is called when somebody wants to see the row opened, or closed again. */
  constructor(arrives, onToggle) {
    if (arrives) this.node.classList.add("arrives");
    this.node.tabIndex = -1;
    this.#page.target = "_blank";
    this.#page.rel = "noopener noreferrer nofollow";
    const who = el("span", "who", this.#client, this.#details);
    this.node.append(this.#device, this.#page, who, this.#referrer, this.#since, this.#state, this.#unfold, this.panel);
    this.#foldable(onToggle);
  }

  get opened() {
    return !this.panel.hidden;
  }

  set opened(opened) {
    // Who stands in what closes goes on at the button that opened it.
    if (!opened && this.panel.contains(document.activeElement)) this.#unfold.focus();
    this.panel.hidden = !opened;
    this.#unfold.setAttribute("aria-expanded", opened);
    this.node.classList.toggle("opened", opened);
  }

  update(visitor, now, withHost) {
    this.withHost = withHost;
    this.#firstSeen = visitor.first_seen;
    this.#drawDevice(visitor.device_type);
    this.#drawPage(visitor, withHost);
    this.#drawWho(visitor);
    this.#drawState(visitor.shown);
    this.tick(now);
  }

  tick(now) {
    setText(this.#since, clock(now - this.#firstSeen));
  }

  #foldable(onToggle) {
    this.panel.id = `journey-${++rows}`;
    this.panel.tabIndex = -1;
    this.panel.setAttribute("role", "group");
    this.panel.setAttribute("aria-label", "Pages of this visitor");
    this.#unfold.type = "button";
    this.#unfold.title = "Pages of this visitor";
    this.#unfold.setAttribute("aria-controls", this.panel.id);
    this.#unfold.onclick = onToggle;
    this.opened = false;
    // The whole row is as good as the button, save what has a use of its own: links, the panel, text being selected.
    this.node.onclick = ({ target }) => {
      if (!target.closest("a[href], button, .journey") && getSelection().isCollapsed) onToggle();
    };
  }

  #drawDevice(type) {
    if (this.#shown.device === type) return;
    this.#shown.device = type;
    const name = Object.hasOwn(DEVICES, type) ? DEVICES[type] : DEVICES.other;
    this.#device.replaceChildren(icon(type), el("span", "unseen", name));
    this.#device.title = name;
  }

  #drawPage(visitor, withHost) {
    const address = visitor.page_url;
    const where = path(address, withHost);
    const title = plain(visitor.page_title);
    setText(this.#title, title || where || "(no page)");
    setText(this.#path, title ? where : "");
    setTitle(this.#page, plain(address));
    this.#unfold.setAttribute("aria-label", `Pages of the visitor on ${title || where || "no page"}`);
    const href = link(address);
    if (href) this.#page.href = href;
    else this.#page.removeAttribute("href");
    // A short glow says "moved on"; the list itself stays still.
    if (this.#shown.page !== undefined && this.#shown.page !== address) glow(this.#page);
    this.#shown.page = address;
  }

  #drawWho(visitor) {
    const browser = plain(visitor.browser);
    const os = plain(visitor.os);
    setText(this.#client, [browser, os].filter(Boolean).join(" · ") || "Unknown browser");
    const from = referrer(visitor.referrer) || plain(visitor.utm_source);
    setText(this.#referrer, from || "direct");
    setTitle(this.#referrer, from);
    const details = [];
    if (visitor.country) details.push(["country", plain(visitor.country), country(visitor.country)]);
    if (visitor.tabs > 1) details.push(["", counted(visitor.tabs, "tab", "tabs")]);
    if (visitor.page_views > 1) details.push(["", counted(visitor.page_views, "page", "pages")]);
    const key = JSON.stringify(details);
    if (this.#shown.details === key) return;
    this.#shown.details = key;
    this.#details.replaceChildren(...details.map(detail));
  }

  #drawState(state) {
    if (this.#shown.state === state) return;
    this.#shown.state = state;
    this.node.dataset.state = state;
    this.#state.replaceChildren(stateMark(state), el("span", "", Object.hasOwn(STATES, state) ? STATES[state] : "Unknown"));
  }
}

function detail([className, text, title]) {
  const node = el("bdi", className, text);
  setTitle(node, title);
  return node;
}

function glow(node) {
  node.classList.remove("moved");
  requestAnimationFrame(() => node.classList.add("moved"));
}
