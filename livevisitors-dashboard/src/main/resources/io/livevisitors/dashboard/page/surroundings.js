// What surrounds the figures: the pixel's name and chooser, warnings for whoever runs the server, and the foot.

import { byId, el, setText } from "./dom.js";
import { counted, plain } from "./format.js";
import { icon } from "./icons.js";

export function showPixels(pixels, chosen) {
  setText(byId("pixel"), chosen);
  const several = pixels.length > 1;
  byId("chooser").hidden = !several;
  byId("pixel").classList.toggle("unseen", several);
  const select = byId("pixels");
  select.replaceChildren(...pixels.map((pixel) => new Option(pixel, pixel, pixel === chosen, pixel === chosen)));
  select.onchange = () => {
    location.search = new URLSearchParams({ pixel_id: select.value });
  };
}

export function showWarnings(warnings) {
  const node = byId("warnings");
  node.hidden = warnings.length === 0;
  node.replaceChildren(...warnings.map((text) => el("li", "", icon("warning"), el("span", "", plain(text)))));
}

/** Says where the list is not the whole truth: sampling and limits. The totals are exact all the same. */
export function showFoot({ limits }, version) {
  const parts = [];
  const { sampled = 0, evicted = 0, refused = 0 } = limits ?? {};
  if (sampled > 0) parts.push(`Very busy: ${counted(sampled, "single change", "single changes")} left out, totals exact`);
  if (refused > 0) parts.push(`${counted(refused, "event", "events")} refused by a limit`);
  if (evicted > 0) parts.push(`${counted(evicted, "visitor", "visitors")} dropped to make room`);
  parts.push(`Live Visitors ${plain(version)}`.trim());
  setText(byId("foot"), parts.join(" · "));
}
