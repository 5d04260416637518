// The mode in which a pixel shows totals alone, and what then stands in place of the list: an empty one would look broken.

import { byId, el } from "./dom.js";

/** Whether these totals are all that the server tells. */
export const isAggregate = (totals) => totals?.mode === "aggregate";

export class Aggregate {
  #node = byId("aggregate");

  constructor() {
    const said = el("p", "lead", "Totals only.");
    const why = el(
      "p",
      "",
      "This pixel is in aggregate mode: who is here is counted, and nobody is listed. Names that hold for few visitors are under \u201call others\u201d.",
    );
    this.#node.replaceChildren(said, why);
  }

  draw(totals) {
    this.#node.hidden = !isAggregate(totals);
  }
}
