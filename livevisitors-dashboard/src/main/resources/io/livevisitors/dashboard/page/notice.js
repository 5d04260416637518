// What somebody has to mend before the page can be live: the cause, the cure, and lines to copy. It lies above the page, so
// that nothing moves when it comes or goes. It is no live region: the status says the cause aloud, once.

import { copyButton } from "./copy.js";
import { byId, el, setText } from "./dom.js";
import { plain } from "./format.js";
import { icon } from "./icons.js";

const FADE_MS = 300;

export class Notice {
  #node = byId("notice");
  #title = el("h2", "");
  #remedy = el("p", "");
  #lines = el("code", "");
  #shown = "";
  #put = "";
  #fading = null;

  constructor() {
    this.#title.id = "notice-title";
    const away = el("button", "away", "Hide");
    away.type = "button";
    away.onclick = () => {
      this.#put = this.#shown;
      this.#hide();
    };
    const doctor = el("a", "", "The doctor looks at the rest.");
    doctor.href = "doctor";
    this.#node.replaceChildren(
      el("header", "", icon("warning"), this.#title, away),
      el("div", "remedy", this.#remedy, copyButton(this.#lines)),
      el("div", "snippet", this.#lines),
      el("p", "soft", "Once upgrades pass, this page goes live. ", doctor),
    );
  }

  /** `upgrade` is `{message, remedy, lines}`, or null if there is nothing to mend. */
  show(upgrade) {
    if (!upgrade) {
      this.#put = "";
      this.#hide();
      return;
    }
    const lines = upgrade.lines.map(plain).join("\n");
    // Whoever has put it away has seen it; another cure is another matter.
    if (lines === this.#shown || lines === this.#put) return;
    this.#shown = lines;
    setText(this.#title, plain(upgrade.message));
    setText(this.#remedy, `${plain(upgrade.remedy)}:`);
    setText(this.#lines, lines);
    clearTimeout(this.#fading);
    this.#node.classList.remove("gone");
    this.#node.hidden = false;
  }

  #hide() {
    if (!this.#shown) return;
    this.#shown = "";
    // Who was in it with the keyboard goes on at the list.
    if (this.#node.contains(document.activeElement)) byId("visitors").focus({ preventScroll: true });
    this.#node.classList.add("gone");
    this.#fading = setTimeout(() => {
      this.#node.hidden = true;
    }, FADE_MS);
  }
}
