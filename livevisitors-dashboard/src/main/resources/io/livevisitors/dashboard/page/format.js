// Numbers, durations and addresses as a person reads them. Pure functions: no document, no clock.

const numbers = new Intl.NumberFormat(undefined);
const shares = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 });
const times = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const regions = new Intl.DisplayNames(undefined, { type: "region", fallback: "code" });

export const number = (value) => numbers.format(value);
export const share = (value, of) => shares.format(of > 0 ? value / of : 0);
export const timeOfDay = (unixSeconds) => times.format(new Date(unixSeconds * 1000));

/** "1 visitor", "12 visitors". */
export const counted = (value, one, many) => `${number(value)} ${value === 1 ? one : many}`;

/** 0:07, 3:20, 1:02:45: fixed width while it ticks. */
export function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (value) => String(value).padStart(2, "0");
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  return hours > 0 ? `${number(hours)}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** "4 s", "3 min", "2 h": how old, to a glance. */
export function age(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min`;
  return `${number(Math.floor(whole / 3600))} h`;
}

// Controls, direction overrides and invisible spacers: they carry no meaning in a title or a path and can reorder or
// hide what stands beside them. Joiners (200C, 200D) stay: Persian, Hindi and others are misspelt without them.
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/g;

/** A visitor's text without what cannot be seen; empty for anything that is no text. */
export function plain(text) {
  return typeof text === "string" ? text.replace(UNSEEN, "").trim() : "";
}

/** The address if it may be followed from here, else null: `javascript:`, `data:` and relative addresses may not. */
export function link(address) {
  const url = parse(address);
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url.href : null;
}

/** Path and query for reading, with the host in front where pages of several hosts are shown together. */
export function path(address, withHost = false) {
  const url = parse(address);
  if (!url) return plain(address);
  const local = readable(url.pathname + url.search + url.hash);
  return withHost ? url.host + local : local;
}

export function host(address) {
  const url = parse(address);
  return url ? url.host : "";
}

/** `google.com/search` of a referrer that may come with or without its scheme. */
export function referrer(address) {
  const text = plain(address).replace(/^https?:\/\//i, "").replace(/^www\./i, "");
  return readable(text.replace(/\/$/, ""));
}

export function country(code) {
  return /^[A-Z]{2}$/.test(code ?? "") ? regions.of(code) : plain(code);
}

function parse(address) {
  return typeof address === "string" && URL.canParse(address) ? new URL(address) : null;
}

function readable(text) {
  try {
    return plain(decodeURI(text));
  } catch {
    return plain(text); // not UTF-8 behind the percent signs: shown as it came
  }
}
