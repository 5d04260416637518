// What stands in place of the list: while nobody is here, how to become the first visitor; on a pixel that shows totals
// alone, that it does, since an empty list would look broken.

import { copyButton } from "./copy.js";
import { byId, el } from "./dom.js";

export class Empty {
  #node = byId("empty");

  constructor(pixelId) {
    const source = new URL("../pixel.js", location.href).href.split("?")[0];
    const code = el("code", "", `<script async src="${source}" data-pixel="${pixelId}"></script>`);
    const said = el("p", "lead", "Nobody here right now.");
    const todo = el("p", "", "Open your site in another tab and it shows up here. Not yet on your pages? Put this line into them:");
    this.#node.replaceChildren(said, todo, el("div", "snippet", code, copyButton(code)));
  }

  draw(totals) {
    this.#node.hidden = !totals || totals.count > 0;
  }
}

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
