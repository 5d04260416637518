// The number that is read from across the room, its parts, and the tab's title.

import { byId, el, setText } from "./dom.js";
import { counted, number } from "./format.js";
import { stateMark } from "./icons.js";

const STATES = [
  ["active", "Active", "A tab of theirs is in front"],
  ["idle", "Idle", "Every tab of theirs is in the background"],
  ["leaving", "Leaving", "The last tab was closed a moment ago"],
];
const SPEAK_EVERY_MS = 30_000;

export class Headline {
  #pixelId;
  #values = new Map();
  #spokenAt = 0;
  #spoken = null;

  constructor(pixelId) {
    this.#pixelId = pixelId;
    byId("states").replaceChildren(
      ...STATES.map(([state, name, meaning]) => {
        const value = el("dd", "", "–");
        this.#values.set(state, value);
        const term = el("dt", "", stateMark(state), name);
        term.title = meaning;
        return el("div", "", term, value);
      }),
    );
  }

  title(totals, live) {
    const count = totals && live ? `(${number(totals.count)}) ` : live || !totals ? "" : "Not live · ";
    const title = `${count}${this.#pixelId} – Live visitors`;
    if (document.title !== title) document.title = title;
  }

  draw(totals) {
    if (!totals) return;
    setText(byId("count"), number(totals.count ?? 0));
    for (const [state, value] of this.#values) setText(value, number(totals[state] ?? 0));
    setText(byId("aside"), aside(totals));
    this.#speak(totals.count ?? 0);
  }

  // Spoken at most twice a minute: a number that changes four times a second would drown out everything else.
  #speak(count) {
    if (count === this.#spoken || Date.now() - this.#spokenAt < SPEAK_EVERY_MS) return;
    this.#spoken = count;
    this.#spokenAt = Date.now();
    setText(byId("announce"), `${counted(count, "visitor", "visitors")} now`);
  }
}

// Whether automated visitors are in the total is the server's setting, so this says only that they are there.
function aside({ count, tabs, automated, robots }) {
  const parts = [];
  if (tabs > count) parts.push(`in ${counted(tabs, "tab", "tabs")}`);
  if (automated > 0) parts.push(`${number(automated)} automated`);
  if (robots > 0) parts.push(counted(robots, "robot", "robots"));
  return parts.join(" · ");
}
