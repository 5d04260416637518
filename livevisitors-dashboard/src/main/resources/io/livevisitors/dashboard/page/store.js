// What the page knows: the visitors by token, the totals as the server counted them, and the server's clock. Knows
// nothing of sockets or of the document.

/** A page change arrives as leaving and, a moment later, as active again: only a stay of the first is shown. */
export const LEAVING_SHOWN_AFTER_MS = 400;

// More than the API hands out at once, so that only a page left open on a very busy site ever reaches it.
const MOST_VISITORS = 2000;

export class Store {
  visitors = new Map();
  totals = null;
  /** When the newest word from the server came, on this machine's clock; 0 before the first. */
  heardAt = 0;
  /** Tokens whose rows have to be drawn again; the list empties it. */
  changed = new Set();
  /** Counts up whenever somebody enters or goes: an unchanged number spares the sorting. */
  membership = 0;

  #onChange;
  #offset = null;
  #oldest = 0;
  #newest = 0;
  #settling = new Map();
  #leftSince = null;

  constructor(onChange) {
    this.#onChange = onChange;
  }

  /** Unix seconds by the server's clock: a shop till that runs ten minutes late still shows right durations. */
  now() {
    return (Date.now() + (this.#offset ?? 0)) / 1000;
  }

  snapshot(data) {
    const visitors = Array.isArray(data.visitors) ? data.visitors : [];
    const before = this.visitors;
    this.visitors = new Map();
    this.#forgetSettling();
    for (const visitor of visitors) {
      if (typeof visitor?.visitor_token !== "string") continue;
      this.#put(visitor, before.get(visitor.visitor_token)?.order ?? --this.#oldest);
    }
    for (const token of before.keys()) this.changed.add(token);
    this.membership++;
    this.#take(data);
  }

  active(visitor) {
    if (typeof visitor?.visitor_token !== "string") return;
    const known = this.visitors.get(visitor.visitor_token);
    this.#put(visitor, known?.order ?? ++this.#newest, known);
    if (!known) {
      this.membership++;
      this.#bound();
    }
    this.#heard();
  }

  left(token) {
    this.#leftSince?.add(token);
    this.#cancelSettling(token);
    if (this.visitors.delete(token)) {
      this.changed.add(token);
      this.membership++;
    }
    this.#heard();
  }

  stats(data) {
    this.#take(data);
  }

  /** From here until {@link complete} the departures are remembered: an answer on its way may still name them. */
  expectMore() {
    this.#leftSince = new Set();
  }

  /** Adds those of a longer list that the snapshot had no room for; what events said meanwhile is newer and stays. */
  complete(data) {
    const gone = this.#leftSince ?? new Set();
    this.#leftSince = null;
    for (const visitor of data.visitors ?? []) {
      const token = visitor?.visitor_token;
      if (typeof token !== "string" || gone.has(token) || this.visitors.has(token)) continue;
      this.#put(visitor, --this.#oldest);
      this.membership++;
    }
    this.#bound();
    this.#onChange();
  }

  #put(visitor, order, known) {
    const token = visitor.visitor_token;
    let shown = visitor.state;
    if (shown !== "leaving") this.#cancelSettling(token);
    else if (known && known.shown !== "leaving") {
      shown = known.shown;
      this.#settle(token);
    }
    this.visitors.set(token, { ...visitor, order, shown });
    this.changed.add(token);
  }

  #settle(token) {
    if (this.#settling.has(token)) return;
    const timer = setTimeout(() => {
      this.#settling.delete(token);
      const visitor = this.visitors.get(token);
      if (visitor?.state !== "leaving") return;
      visitor.shown = "leaving";
      this.changed.add(token);
      this.#onChange();
    }, LEAVING_SHOWN_AFTER_MS);
    this.#settling.set(token, timer);
  }

  #cancelSettling(token) {
    clearTimeout(this.#settling.get(token));
    this.#settling.delete(token);
  }

  #forgetSettling() {
    for (const timer of this.#settling.values()) clearTimeout(timer);
    this.#settling.clear();
  }

  #take(data) {
    const { visitors, seq, ...totals } = data;
    this.totals = { ...this.totals, ...totals };
    this.#setClock(data.as_of);
    this.#heard();
  }

  // `as_of` is cut to whole seconds and travels a while, so each one is a lower bound of the true time: the largest
  // is the best. One that is off by more is no jitter but a clock that was set, here or there.
  #setClock(asOf) {
    if (!Number.isFinite(asOf)) return;
    const offset = asOf * 1000 - Date.now();
    if (this.#offset === null || Math.abs(offset - this.#offset) > 2500) this.#offset = offset;
    else this.#offset = Math.max(this.#offset, offset);
  }

  #bound() {
    while (this.visitors.size > MOST_VISITORS) {
      const oldest = [...this.visitors.values()].sort(newestFirst).at(-1).visitor_token;
      this.#cancelSettling(oldest);
      this.visitors.delete(oldest);
      this.changed.add(oldest);
    }
  }

  #heard() {
    this.heardAt = Date.now();
    this.#onChange();
  }
}

/** By arrival; within one second in the order in which the server named them. */
export function newestFirst(one, other) {
  return other.first_seen - one.first_seen || other.order - one.order;
}
