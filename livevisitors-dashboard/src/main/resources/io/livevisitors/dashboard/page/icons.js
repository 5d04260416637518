// Line icons drawn on a 24-unit grid; colour and size come from the style sheet.

import { svg } from "./dom.js";

const SHAPES = {
  desktop: ["M4 5h16v11H4z", "M9 20h6", "M12 16v4"],
  mobile: ["M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z", "M11 18h2"],
  tablet: ["M6 3h12a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z", "M10.5 18h3"],
  bot: ["M5 9h14v10H5z", "M12 5v4", "M11 4.5h2", "M9.5 13v1.5", "M14.5 13v1.5", "M2.5 13v3", "M21.5 13v3"],
  other: ["M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z", "M9.6 9.5a2.4 2.4 0 1 1 3.4 2.2c-.7.3-1 .8-1 1.6v.2", "M12 16.5v.1"],
  unfold: ["m6 9.5 6 6 6-6"],
  warning: ["M12 4 2.8 20h18.4z", "M12 10v4.5", "M12 17.2v.1"],
};

/** Words beside the icons: what a device is called where it cannot be drawn. */
export const DEVICES = { desktop: "Desktop", mobile: "Mobile", tablet: "Tablet", bot: "Robot", other: "Other" };

export function icon(name) {
  const shapes = Object.hasOwn(SHAPES, name) ? SHAPES[name] : SHAPES.other;
  return svg(
    "svg",
    { viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true", focusable: "false" },
    ...shapes.map((d) => svg("path", { d })),
  );
}

// A disc, a ring and an arrow: the three states differ in shape as well as in colour.
const STATES = {
  active: () => [svg("circle", { cx: 6, cy: 6, r: 4, class: "filled" })],
  idle: () => [svg("circle", { cx: 6, cy: 6, r: 3.25 })],
  leaving: () => [svg("path", { d: "M1.5 6h8" }), svg("path", { d: "M6.5 2.8 9.7 6l-3.2 3.2" })],
};

export function stateMark(state) {
  const draw = Object.hasOwn(STATES, state) ? STATES[state] : STATES.idle;
  return svg("svg", { viewBox: "0 0 12 12", class: `mark ${state}`, "aria-hidden": "true" }, ...draw());
}
