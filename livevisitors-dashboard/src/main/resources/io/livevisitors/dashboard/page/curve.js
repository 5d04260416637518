// The last half hour: a line of visitors over bars of page views, one step a minute, read out by pointer or keys. SVG in
// the element's own pixels, so that lines stay fine and letters unstretched at any width.

import { el, setText, svg } from "./dom.js";
import { counted, number, timeOfDay } from "./format.js";

const PAD = { top: 12, right: 12, bottom: 24, left: 34 };
/** Room for one figure of the scale. */
const FIGURE = 8;
/** Minutes between two labels: as many labels as have room. */
const LABEL_STEPS = [5, 10, 15];
/** Widest of a label's characters, and the gap to the next label, in pixels. */
const LABEL_CHARACTER = 7.5;
const LABEL_GAP = 10;

export class Curve {
  #node;
  #read;
  #table;
  #series = [];
  #drawn = "";
  #size = { width: 0, height: 0 };
  #at = null;
  #layer = null;

  constructor(node, read, table) {
    this.#node = node;
    this.#read = read;
    this.#table = table;
    new ResizeObserver(([entry]) => {
      this.#size = { width: entry.contentRect.width, height: entry.contentRect.height };
      this.#render();
    }).observe(node);
    node.addEventListener("pointermove", (event) => this.#point(event));
    node.addEventListener("pointerdown", (event) => this.#point(event));
    node.addEventListener("pointerleave", () => this.#select(null));
    node.addEventListener("blur", () => this.#select(null));
    node.addEventListener("keydown", (event) => this.#key(event));
  }

  draw(series) {
    const points = Array.isArray(series) ? series.filter((point) => Number.isFinite(point?.minute)) : [];
    const key = JSON.stringify(points);
    if (key === this.#drawn) return;
    const newMinute = points.at(-1)?.minute !== this.#series.at(-1)?.minute;
    this.#drawn = key;
    this.#series = points;
    this.#render();
    if (newMinute) this.#tabulate();
  }

  #render() {
    const { width, height } = this.#size;
    const points = this.#series;
    if (width < 40 || points.length === 0) {
      this.#node.replaceChildren();
      return;
    }
    const scale = this.#scale();
    this.#layer = svg("g", { class: "readout" });
    const root = svg(
      "svg",
      { width, height, viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true", focusable: "false" },
      ...grid(scale, width),
      ...bars(points, scale),
      ...line(points, scale),
      ...minutes(points, scale, height),
      this.#layer,
    );
    this.#node.replaceChildren(root);
    if (this.#at !== null) this.#select(Math.min(this.#at, points.length - 1));
  }

  #scale() {
    const { width, height } = this.#size;
    const points = this.#series;
    const top = ceiling(Math.max(...points.map((p) => Math.max(p.visitors ?? 0, p.page_views ?? 0))));
    const left = Math.max(PAD.left, 10 + FIGURE * number(top).length);
    const inner = { width: width - left - PAD.right, height: height - PAD.top - PAD.bottom };
    const step = inner.width / Math.max(1, points.length);
    return {
      top,
      left,
      step,
      floor: PAD.top + inner.height,
      x: (index) => left + step * (index + 0.5),
      y: (value) => PAD.top + inner.height * (1 - value / top),
    };
  }

  #point(event) {
    const { step, left } = this.#scale();
    const index = Math.floor((event.clientX - this.#node.getBoundingClientRect().left - left) / step);
    this.#select(Math.max(0, Math.min(this.#series.length - 1, index)));
  }

  #key(event) {
    const last = this.#series.length - 1;
    const from = this.#at ?? last + 1;
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") this.#select(null);
    if (to === undefined) return;
    event.preventDefault();
    this.#select(Math.max(0, Math.min(last, to)));
    setText(this.#read, sentence(this.#series[this.#at]));
  }

  #select(index) {
    this.#at = index;
    if (!this.#layer) return;
    const point = index === null ? undefined : this.#series[index];
    if (point) this.#layer.replaceChildren(...this.#readout(point, index));
    else this.#layer.replaceChildren();
  }

  #readout(point, index) {
    const scale = this.#scale();
    const x = scale.x(index);
    const boxWidth = 148;
    const left = Math.max(scale.left, Math.min(x - boxWidth / 2, this.#size.width - PAD.right - boxWidth));
    const text = (y, className, content) => svg("text", { x: left + 12, y, class: className }, content);
    return [
      svg("line", { x1: x, x2: x, y1: PAD.top, y2: scale.floor }),
      svg("circle", { cx: x, cy: scale.y(point.visitors ?? 0), r: 4 }),
      svg("rect", { x: left, y: PAD.top - 6, width: boxWidth, height: 62, rx: 6 }),
      text(PAD.top + 10, "at", timeOfDay(point.minute)),
      text(PAD.top + 29, "", counted(point.visitors ?? 0, "visitor", "visitors")),
      text(PAD.top + 47, "", counted(point.page_views ?? 0, "page view", "page views")),
    ];
  }

  // The same figures for those who do not see the curve; rewritten once a minute, not at each change of the last one.
  #tabulate() {
    const head = el("tr", "", ...["Minute", "Visitors", "Page views"].map((name) => el("th", "", name)));
    for (const cell of head.children) cell.scope = "col";
    const rows = this.#series.map((p) =>
      el("tr", "", el("td", "", timeOfDay(p.minute)), el("td", "", number(p.visitors ?? 0)), el("td", "", number(p.page_views ?? 0))),
    );
    const caption = el("caption", "", "Visitors and page views in the last 30 minutes");
    this.#table.replaceChildren(el("table", "", caption, el("thead", "", head), el("tbody", "", ...rows)));
  }
}

function sentence(point) {
  const views = counted(point.page_views ?? 0, "page view", "page views");
  return `${timeOfDay(point.minute)}: ${counted(point.visitors ?? 0, "visitor", "visitors")}, ${views}`;
}

/** The next of 4, 10, 20, 40, 100, …: round halves, and room above the line. */
function ceiling(value) {
  for (let unit = 1; ; unit *= 10) {
    for (const factor of [4, 10, 20]) if (value <= factor * unit) return factor * unit;
  }
}

function grid({ top, left, y }, width) {
  return [0, top / 2, top].flatMap((value) => [
    svg("line", { class: "grid", x1: left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
    svg("text", { class: "scale", x: left - 8, y: y(value) + 4 }, number(value)),
  ]);
}

function bars(points, { step, x, y, floor }) {
  const width = Math.max(1, Math.min(14, step * 0.55));
  return points
    .map((point, index) => [point.page_views ?? 0, index])
    .filter(([value]) => value > 0)
    .map(([value, index]) =>
      svg("rect", { class: "views", x: x(index) - width / 2, y: y(value), width, height: floor - y(value), rx: Math.min(2, width / 3) }),
    );
}

function line(points, { x, y, floor }) {
  const dots = points.map((point, index) => [x(index), y(point.visitors ?? 0)]);
  const path = smooth(dots);
  const [endX, endY] = dots.at(-1);
  return [
    svg("path", { class: "area", d: `${path}L${endX},${floor}L${dots[0][0]},${floor}Z` }),
    svg("path", { class: "line", d: path }),
    svg("circle", { class: "end", cx: endX, cy: endY, r: 3.5 }),
  ];
}

function minutes(points, { step, x }, height) {
  const last = points.length - 1;
  const room = timeOfDay(points[last].minute).length * LABEL_CHARACTER + LABEL_GAP;
  const every = LABEL_STEPS.find((minutes) => minutes * step >= room) ?? LABEL_STEPS.at(-1);
  const labels = [];
  for (let index = last; index >= 0; index -= every) {
    const text = index === last ? "now" : timeOfDay(points[index].minute);
    labels.push(svg("text", { class: "minute", x: x(index), y: height - 6 }, text));
  }
  return labels;
}

/** A monotone cubic through the points (Fritsch and Carlson 1980): smooth, and never above or below what was counted. */
function smooth(dots) {
  const slopes = dots.slice(1).map(([px, py], i) => (py - dots[i][1]) / (px - dots[i][0]));
  const tangents = dots.map((_, i) => {
    const before = slopes[i - 1] ?? slopes[i] ?? 0;
    const after = slopes[i] ?? before;
    return before * after <= 0 ? 0 : (2 * before * after) / (before + after);
  });
  let path = `M${dots[0].map(round).join(",")}`;
  for (let i = 1; i < dots.length; i++) {
    const third = (dots[i][0] - dots[i - 1][0]) / 3;
    const from = [dots[i - 1][0] + third, dots[i - 1][1] + third * tangents[i - 1]];
    const to = [dots[i][0] - third, dots[i][1] - third * tangents[i]];
    path += `C${[...from, ...to, ...dots[i]].map(round).join(",")}`;
  }
  return path;
}

const round = (value) => Math.round(value * 10) / 10;
