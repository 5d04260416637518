// What only the browser can try: whether a WebSocket opens from here, through everything that stands between. The rest of
// the page is ready without it.

import { config as readConfig, socketUrl } from "./api.js";
import { byId, el, setText } from "./dom.js";
import { plain } from "./format.js";
import { cause } from "./retry.js";
import { openSocket } from "./socket.js";

const TITLE = "WebSocket, from this browser";

async function examine() {
  const attempt = `doctor-${Date.now().toString(36)}-${Math.random().toString(36).slice(2, 10)}`;
  const config = await readConfig(null);
  const began = performance.now();
  const outcome = await open(socketUrl(config.key, config.version ?? "0", attempt));
  if (outcome.established) {
    const millis = Math.round(performance.now() - began);
    return finding("ok", `A WebSocket opens from this browser, at ${location.host}, and is greeted within ${millis} ms.`, "");
  }
  if (outcome.code >= 4000 && outcome.code < 4100) {
    return finding("fault", `A WebSocket opens from this browser, and is refused: ${cause(outcome.code, outcome.reason)}`, "");
  }
  const { upgrade_stripped: stripped = null } = await readConfig(null, attempt);
  if (stripped) return finding("fault", stripped.message, `${stripped.remedy}:`, stripped.lines);
  return finding(
    "fault",
    "No WebSocket opens from this browser, and none of the attempt arrived at the server.",
    "Look at what stands between: the proxy's log, a firewall, an extension of the browser. In nginx, a proxy_pass needs:",
    ["proxy_http_version 1.1;", "proxy_set_header Upgrade $http_upgrade;", 'proxy_set_header Connection "upgrade";'],
  );
}

/** Opens a socket, and closes it once it was greeted. */
function open(url) {
  return new Promise((resolve) => {
    const socket = openSocket(url, {
      established: () => {
        socket.close();
        resolve({ established: true });
      },
      event: () => {},
      closed: (code, reason) => resolve({ established: false, code, reason }),
    });
  });
}

function finding(verdict, found, todo, lines = []) {
  const item = el("li", "finding", el("h3", "", TITLE), el("p", "cause", plain(found)));
  item.dataset.verdict = verdict;
  item.dataset.check = "browser";
  if (todo) item.append(el("p", "cure", plain(todo)));
  if (lines.length > 0) item.append(el("pre", "", el("code", "", lines.map(plain).join("\n"))));
  return item;
}

/** The page's first line, with what was found here among the rest; in the words in which the server wrote it. */
function summary() {
  const found = (verdict) => document.querySelectorAll(`.finding[data-verdict="${verdict}"]`).length;
  const [faults, warnings] = [found("fault"), found("warning")];
  if (faults + warnings === 0) return "Nothing is wrong, as far as can be told from here.";
  const broken = ["Nothing is broken", "One thing is broken"][faults] ?? `${faults} things are broken`;
  return broken + (["", ", one to look at"][warnings] ?? `, ${warnings} to look at`) + ".";
}

const section = byId("browser");
const list = section.querySelector(".findings");
list.replaceChildren(el("li", "finding", el("h3", "", TITLE), el("p", "cause", "Trying to open one from here …")));
section.hidden = false;
try {
  list.replaceChildren(await examine());
  setText(document.querySelector(".lead"), summary());
} catch (failure) {
  list.replaceChildren(finding("unknown", `It could not be tried from here: ${failure.message}`, "Reload this page."));
}
