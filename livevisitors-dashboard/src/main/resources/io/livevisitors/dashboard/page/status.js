// Whether what is on the page is live, in words: the one thing a page that stands open all day must never get wrong.

import { byId, setText } from "./dom.js";
import { age } from "./format.js";

/** A change may pass through several states within a second: only where it ends is worth saying. */
const SETTLED_MS = 700;

const SPOKEN = {
  live: "Live.",
  waiting: "Not live. Reconnecting.",
  polling: "Not live. Refreshed every few seconds.",
  refused: "Not live.",
  denied: "Not live. Access refused.",
  unconfigured: "Not live.",
};

export class Status {
  #state = { kind: "connecting", polled: false, retryAt: null, cause: "" };
  #heardAt = () => 0;
  #spoken = "";
  #speaking = null;
  #button = byId("status-act");

  get live() {
    return this.#state.kind === "live";
  }

  /** Whether the figures are those of now, by whichever way. */
  get fresh() {
    return this.live || this.#kind() === "polling";
  }

  follow(store, retry) {
    this.#heardAt = () => store.heardAt;
    this.#button.onclick = retry;
  }

  show(state) {
    this.#state = state;
    const kind = this.#kind();
    document.body.dataset.kind = kind;
    this.#button.hidden = kind === "live" || kind === "connecting" || kind === "unconfigured";
    setText(this.#button, "Try now");
    this.tick();
    clearTimeout(this.#speaking);
    this.#speaking = setTimeout(() => this.#speak(kind), SETTLED_MS);
  }

  // Each state once, however often the page tries to leave it.
  #speak(kind) {
    const why = kind === "polling" ? this.#why() : "";
    const once = SPOKEN[kind] && `${SPOKEN[kind]} ${why}`;
    if (!once || once === this.#spoken) return;
    this.#spoken = once;
    setText(byId("announce"), `${SPOKEN[kind]} ${why || (this.#state.cause ?? "")}`.trim());
  }

  tick() {
    const [text, more] = this.#words(this.#kind());
    setText(byId("status-text"), text);
    setText(byId("status-more"), more);
  }

  /** Fresh figures by polling look fresh; a new attempt in between is no news. */
  #kind() {
    const { kind, polled } = this.#state;
    if (polled && (kind === "waiting" || kind === "connecting" || kind === "refused")) return "polling";
    if (kind === "connecting" && this.#heardAt() > 0) return "waiting";
    return kind;
  }

  #words(kind) {
    const { cause, retryAt, status } = this.#state;
    const wait = retryAt === null ? null : Math.max(0, Math.ceil((retryAt - Date.now()) / 1000));
    const again = wait ? `reconnecting in ${wait} s` : "reconnecting";
    switch (kind) {
      case "live":
        return ["Live", ""];
      case "connecting":
        return ["Connecting", ""];
      case "waiting":
        return [`Not live – ${again}`, this.#data()];
      case "polling":
        return ["Not live – refreshed every few seconds", this.#why() || again];
      case "refused":
        return [`Not live – ${cause}`, this.#data()];
      case "denied":
        return [`Not live – ${cause}`, wait ? `asking again in ${wait} s` : ""];
      default:
        return [`Not live – ${unconfigured(status)}`, wait ? `asking again in ${wait} s` : ""];
    }
  }

  /** What keeps the page from being live, as far as it is known; the notice says more. */
  #why() {
    const { kind, cause, unopened, upgrade } = this.#state;
    if (kind === "refused") return cause;
    if (upgrade) return "a proxy in front does not pass WebSocket upgrades";
    return unopened ? "the live connection could not be opened" : "";
  }

  #data() {
    const heard = this.#heardAt();
    return heard > 0 ? `data from ${age((Date.now() - heard) / 1000)} ago` : "no data yet";
  }
}

function unconfigured(status) {
  if (status === 401) return "You are not signed in. (401)";
  if (status === 403) return "You may not see the visitors of this pixel. (403)";
  if (status === 404) return "There is no pixel of this name. (404)";
  return status ? `The server has a problem. (${status})` : "The server does not answer.";
}
