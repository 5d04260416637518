// A button that copies the text of a node.

import { el, setText } from "./dom.js";

const SAID_MS = 2000;

export function copyButton(node) {
  const button = el("button", "", "Copy");
  button.type = "button";
  button.onclick = async () => {
    // The clipboard needs HTTPS or localhost; elsewhere the text is selected, ready for the keys that copy.
    if (!navigator.clipboard) return void getSelection().selectAllChildren(node);
    await navigator.clipboard.writeText(node.textContent);
    setText(button, "Copied");
    setTimeout(() => setText(button, "Copy"), SAID_MS);
  };
  return button;
}
