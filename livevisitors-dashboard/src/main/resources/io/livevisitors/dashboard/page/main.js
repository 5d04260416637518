// Puts the page together: reads the configuration, ties the store to the views and starts the live connection.

import { Refused, config as readConfig } from "./api.js";
import { Curve } from "./curve.js";
import { byId } from "./dom.js";
import { Aggregate, Empty } from "./empty.js";
import { Headline } from "./headline.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { Notice } from "./notice.js";
import { Panels } from "./panels.js";
import { Status } from "./status.js";
import { Store } from "./store.js";
import { showFoot, showPixels, showWarnings } from "./surroundings.js";

const CONFIG_AGAIN_MS = 5 * 60_000;

const asked = new URLSearchParams(location.search).get("pixel_id");
const status = new Status();

async function start() {
  let config;
  try {
    config = await readConfig(asked);
  } catch (failure) {
    const refusal = failure instanceof Refused ? failure.status : null;
    const wait = failure instanceof Refused && failure.denied ? 60_000 : 5_000;
    status.show({ kind: "unconfigured", status: refusal, retryAt: Date.now() + wait });
    setTimeout(start, wait);
    return;
  }
  run(config, asked ?? config.pixel_id);
}

function run(config, pixelId) {
  const store = new Store(changed);
  const headline = new Headline(pixelId);
  const curve = new Curve(byId("curve"), byId("curve-read"), byId("curve-table"));
  const list = new List(store, pixelId);
  const panels = new Panels(byId("panels"));
  const empty = new Empty(pixelId);
  const aggregate = new Aggregate();
  const notice = new Notice();
  let drawing = false;

  // However many events arrive, the document is written once per frame. The tab's title is not part of the frame: it is
  // read when the tab is in the background, where no frames are drawn.
  function changed() {
    headline.title(store.totals, status.live);
    if (drawing) return;
    drawing = true;
    requestAnimationFrame(draw);
  }

  function draw() {
    drawing = false;
    const { totals } = store;
    headline.draw(totals);
    list.draw();
    empty.draw(totals);
    aggregate.draw(totals);
    if (!totals) return;
    curve.draw(totals.series);
    panels.draw(totals);
    showFoot(totals, config.version);
  }

  showPixels(config.pixels ?? [], pixelId);
  showWarnings(config.warnings ?? []);

  const live = new Live(pixelId, config, store, (now) => {
    status.show(now);
    notice.show(now.upgrade);
    changed();
  });
  status.follow(store, () => live.connect());
  live.connect();

  setInterval(() => {
    status.tick();
    // Nobody knows whether those on a page that is not live are still there: their time stands still with the rest.
    if (status.fresh && document.visibilityState === "visible") list.tick();
  }, 1000);
  setInterval(() => refresh(pixelId, config), CONFIG_AGAIN_MS);
  addEventListener("online", () => live.nudge());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") live.nudge();
  });
}

// Warnings come up while the page stands open (a proxy nobody declared shows itself by its requests), and a newer
// version of the server brings a newer page.
async function refresh(pixelId, config) {
  try {
    const now = await readConfig(pixelId);
    const outdated = now.version !== config.version;
    showWarnings([
      ...(now.warnings ?? []),
      ...(outdated ? ["The server was updated. Reload this page to get its new version."] : []),
    ]);
  } catch (failure) {
    console.info("The configuration could not be read again:", failure.message);
  }
}

start();
