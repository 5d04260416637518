// Keeps the store true: joins the pixel's channel, follows its numbering, comes back when the line breaks, and asks the
// API every few seconds where no line can be had. Reports what it is doing, so that the page never passes old for new.

import { Refused, authorize, config as readConfig, socketUrl, visitors } from "./api.js";
import { isAggregate } from "./empty.js";
import { cause, retryAfter } from "./retry.js";
import { SILENT, openSocket } from "./socket.js";

const POLL_AFTER_FAILURES = 3;
const SLOW_OPENING_MS = 3_000;
const SNAPSHOT_WITHIN_MS = 10_000;
const ASK_AGAIN_MS = 2_000;
const DENIED_RETRY_MS = 60_000;

export class Live {
  #pixelId;
  #config;
  #store;
  #onStatus;
  #channel;
  #socket = null;
  #failures = 0;
  #retryTimer = null;
  #slowTimer = null;
  #snapshotTimer = null;
  #askTimer = null;
  #askedAt = -Infinity;
  #pollTimer = null;
  #polling = false;
  #expected = null;
  #auth = null;
  #status = { kind: "connecting", polled: false, retryAt: null, cause: "", unopened: false, upgrade: null };

  /**
   * `onStatus` gets `{kind, polled, retryAt, cause, unopened, upgrade}`; kind is connecting, live, waiting, refused or
   * denied. `unopened`: not even a socket could be had; `upgrade`: the cure for that, as config.json says it, or null.
   */
  constructor(pixelId, config, store, onStatus) {
    this.#pixelId = pixelId;
    this.#config = config;
    this.#store = store;
    this.#onStatus = onStatus;
    this.#channel = `private-pixel.${pixelId}`;
  }

  connect() {
    clearTimeout(this.#retryTimer);
    this.#socket?.close();
    this.#dropped();
    this.#report({ kind: "connecting", retryAt: null, cause: "" });
    this.#slowTimer = setTimeout(() => this.#startPolling(), SLOW_OPENING_MS);
    const attempt = newAttempt();
    const socket = openSocket(socketUrl(this.#config.key, this.#config.version ?? "0", attempt), {
      established: (socketId) => this.#join(socket, socketId),
      event: (name, channel, data) => this.#event(name, channel, data),
      closed: (code, reason, opened) => this.#lost(code, reason, opened ? null : attempt),
    });
    this.#socket = socket;
  }

  /** The person or the network is back: no need to sit out the wait. */
  nudge() {
    if (this.#status.kind === "live") this.#socket?.check();
    else if (this.#status.kind === "waiting") this.connect();
  }

  async #join(socket, socketId) {
    this.#report({ unopened: false, upgrade: null });
    this.#awaitSnapshot();
    try {
      this.#auth = await authorize(socketId, this.#channel);
    } catch (failure) {
      if (socket !== this.#socket) return;
      if (failure instanceof Refused && failure.denied) this.#denied(failure.status);
      else this.#abandon("the sign-in of the live connection was not answered");
      return;
    }
    if (socket === this.#socket) this.#subscribe();
  }

  #subscribe() {
    const { auth, channel_data } = this.#auth;
    this.#expected = null;
    this.#askedAt = Date.now();
    this.#awaitSnapshot();
    this.#socket.send("pusher:subscribe", { channel: this.#channel, auth, channel_data });
  }

  #event(name, channel, data) {
    if (channel !== this.#channel || data === null) return;
    if (name === "pusher:subscription_error") {
      if (data?.status === 401 || data?.status === 403) this.#denied(data.status);
      else this.#abandon(data?.error ?? "");
    } else if (name === "visitors.snapshot") this.#snapshot(data);
    // Events that this page does not know are numbered too: skipped, they are no loss.
    else if (this.#inOrder(data)) this.#apply(name, data);
  }

  #apply(name, data) {
    if (name === "visitor.active") this.#store.active(data);
    else if (name === "visitor.left") this.#store.left(data.visitor_token);
    else if (name === "visitors.stats") this.#store.stats(data);
  }

  #snapshot(data) {
    clearTimeout(this.#slowTimer);
    clearTimeout(this.#snapshotTimer);
    clearTimeout(this.#askTimer);
    this.#askTimer = null;
    this.#expected = data.seq + 1;
    this.#failures = 0;
    this.#stopPolling();
    this.#store.snapshot(data);
    this.#report({ kind: "live", polled: false, retryAt: null, cause: "" });
    this.#fill(data);
  }

  // A snapshot holds what fits into one frame; the API has the rest of the list.
  async #fill(data) {
    if (isAggregate(data) || !(data.count > (data.visitors?.length ?? 0))) return;
    const socket = this.#socket;
    this.#store.expectMore();
    try {
      const more = await visitors(this.#pixelId);
      if (socket === this.#socket) this.#store.complete(more);
    } catch (failure) {
      // The newest are on the page and the totals are exact: the list says how many it does not show.
      console.info("The longer list of visitors could not be had:", failure.message);
    }
  }

  /** Whether to use this event. Until a snapshot gives the numbering a start, events would describe another state. */
  #inOrder(data) {
    if (this.#expected === null || !Number.isInteger(data.seq) || data.seq < this.#expected) return false;
    if (data.seq === this.#expected) {
      this.#expected++;
      return true;
    }
    this.#expected = null;
    this.#awaitSnapshot();
    this.#askAgain();
    return false;
  }

  // Something was lost on the way: what is shown may be wrong until there is a new snapshot. Asked for at most every
  // two seconds: a reader that is too slow does not get faster by larger answers.
  #askAgain() {
    if (this.#askTimer !== null) return;
    const wait = Math.max(0, this.#askedAt + ASK_AGAIN_MS - Date.now());
    this.#askTimer = setTimeout(() => {
      this.#askTimer = null;
      this.#socket.send("pusher:unsubscribe", { channel: this.#channel });
      this.#subscribe();
    }, wait);
  }

  #awaitSnapshot() {
    clearTimeout(this.#snapshotTimer);
    this.#snapshotTimer = setTimeout(() => this.#abandon("the list of visitors did not come"), SNAPSHOT_WITHIN_MS);
  }

  #abandon(reason) {
    this.#socket?.close();
    this.#lost(SILENT, reason);
  }

  /** `attempt` is that of a socket which never opened, else null. */
  #lost(code, reason, attempt = null) {
    this.#dropped();
    this.#failures++;
    const unopened = attempt !== null;
    const found = unopened ? { unopened } : { unopened, upgrade: null };
    const wait = retryAfter(code, this.#failures, Math.random());
    if (wait === null) {
      this.#report({ kind: "refused", retryAt: null, cause: cause(code, reason), ...found });
      this.#startPolling();
      return;
    }
    this.#retryIn(wait);
    this.#report({ kind: "waiting", retryAt: Date.now() + wait, cause: reason, ...found });
    const nothingYet = unopened && this.#store.heardAt === 0;
    if (this.#failures >= POLL_AFTER_FAILURES || nothingYet) this.#startPolling();
    if (unopened) this.#askWhy(attempt);
  }

  // Browsers keep to themselves why a handshake failed. The server saw it, if it got that far.
  async #askWhy(attempt) {
    try {
      const { upgrade_stripped: upgrade = null } = await readConfig(this.#pixelId, attempt);
      if (!this.#status.unopened) return;
      this.#report({ upgrade });
      if (upgrade) this.#startPolling();
    } catch (failure) {
      // What was known before is still the best guess.
      console.info("The server could not be asked about the connection:", failure.message);
    }
  }

  #denied(status) {
    this.#socket?.close();
    this.#dropped();
    this.#stopPolling();
    // A wall screen recovers by itself when somebody signs in again or a proxy stops refusing.
    this.#retryIn(DENIED_RETRY_MS);
    const words = status === 401 ? "You are not signed in, or no longer." : "You may not see the visitors of this pixel.";
    const retryAt = Date.now() + DENIED_RETRY_MS;
    this.#report({ kind: "denied", polled: false, retryAt, cause: `${words} (${status})`, unopened: false, upgrade: null });
  }

  #dropped() {
    clearTimeout(this.#slowTimer);
    clearTimeout(this.#snapshotTimer);
    clearTimeout(this.#askTimer);
    this.#askTimer = null;
    this.#socket = null;
    this.#expected = null;
  }

  #retryIn(ms) {
    clearTimeout(this.#retryTimer);
    this.#retryTimer = setTimeout(() => this.connect(), ms);
  }

  #startPolling() {
    if (this.#polling) return;
    this.#polling = true;
    this.#poll();
  }

  async #poll() {
    try {
      const data = await visitors(this.#pixelId);
      if (!this.#polling) return;
      this.#store.snapshot(data);
      this.#report({ polled: true });
    } catch (failure) {
      if (!this.#polling) return;
      if (failure instanceof Refused && failure.denied) return void this.#denied(failure.status);
      this.#report({ polled: false });
    }
    this.#pollTimer = setTimeout(() => this.#poll(), (this.#config.poll_seconds ?? 5) * 1000);
  }

  #stopPolling() {
    this.#polling = false;
    clearTimeout(this.#pollTimer);
  }

  #report(change) {
    this.#status = { ...this.#status, ...change };
    this.#onStatus(this.#status);
  }
}

/** A name that no other attempt has. */
function newAttempt() {
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 12)}`;
}
