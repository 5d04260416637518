// What stands in place of the list while nobody is here: how to become the first visitor.

import { byId, el, setText } from "./dom.js";

export class Empty {
  #node = byId("empty");
  #code;
  #button;

  constructor(pixelId) {
    const source = new URL("../pixel.js", location.href).href.split("?")[0];
    this.#code = el("code", "", `<script async src="${source}" data-pixel="${pixelId}"></script>`);
    this.#button = el("button", "", "Copy");
    this.#button.type = "button";
    this.#button.onclick = () => this.#copy();
    const said = el("p", "lead", "Nobody here right now.");
    const todo = el("p", "", "Open your site in another tab and it shows up here. Not yet on your pages? Put this line into them:");
    this.#node.replaceChildren(said, todo, el("div", "snippet", this.#code, this.#button));
  }

  draw(totals) {
    this.#node.hidden = !totals || totals.count > 0;
  }

  async #copy() {
    // The clipboard needs HTTPS or localhost; elsewhere the line is selected, ready for the keys that copy.
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(this.#code.textContent);
      setText(this.#button, "Copied");
      setTimeout(() => setText(this.#button, "Copy"), 2000);
    } else {
      getSelection().selectAllChildren(this.#code);
    }
  }
}
