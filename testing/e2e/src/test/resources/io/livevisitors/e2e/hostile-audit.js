() => {
  // What a page looks like to somebody who suspects that a stranger's text became more than text. Evaluated in the page.
  const elements = [...document.querySelectorAll("*")];
  // What can be seen to turn text around, or cannot be seen at all; joiners belong to words.
  const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/;
  const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
  const isolates = (element) => ["isolate", "plaintext", "isolate-override"].includes(getComputedStyle(element).unicodeBidi);
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) texts.push(walker.currentNode);
  const isolated = (node) => {
    for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
      if (isolates(at) || ["block", "list-item"].includes(getComputedStyle(at).display)) return true;
    }
    return false;
  };
  // Strangers' texts stand beside others in these: there a block is not enough.
  const beside = [...document.querySelectorAll("#visitors :is(.title, .path, .client, .from), #panels .name, .pages :is(.title, .path)")];
  return {
    tags: [...new Set(elements.map((element) => element.localName))].sort(),
    attributes: [...new Set(elements.flatMap((element) => element.getAttributeNames()))].sort(),
    handlers: elements.flatMap((element) => element.getAttributeNames()).filter((name) => name.startsWith("on")),
    links: [...document.querySelectorAll("[href], [src], [action], [formaction], [data]")]
      .map((element) => element.href?.baseVal ?? element.href ?? element.src ?? element.action ?? "")
      .filter((address) => typeof address !== "string" || !/^(https?:|#)/.test(address)),
    sources: [...document.querySelectorAll("[src]")].map((element) => element.src).filter((src) => !src.startsWith(location.origin)),
    controls: [
      ...texts.map((node) => node.data),
      ...elements.flatMap((element) => [element.getAttribute("title"), element.getAttribute("aria-label")]),
    ].filter((text) => text !== null && control.test(text)).map((text) => JSON.stringify(text).slice(0, 80)),
    unisolated: [
      ...texts.filter((node) => rightToLeft.test(node.data) && !isolated(node)).map((node) => node.data),
      ...beside.filter((element) => !isolates(element)).map((element) => element.className),
    ],
    isolates: beside.length,
    executed: String(window.__pwned),
    wide: document.documentElement.scrollWidth - innerWidth,
    tallest: Math.max(0, ...[...document.querySelectorAll("#visitors > li:not(:has(.journey > *))")].map((row) => row.offsetHeight)),
  };
}
