// The only place where nodes are made. Text enters as text nodes and attributes by name; there is no way from a string
// to markup here, so nothing a visitor sends can become any.

const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

export function el(name, className, ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

export function svg(name, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

/** Writes only what differs: an unchanged text node costs no layout and interrupts no selection. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setTitle(node, text) {
  if (!text) node.removeAttribute("title");
  else if (node.title !== text) node.title = text;
}
