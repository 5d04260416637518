/**
 * What both builds of the pixel share: when to speak, what to say, and how to say it.
 *
 * Rules of the house:
 *  - The host page never sees an exception, a log line, a cookie or a changed return value.
 *  - One answer of the server or none, it is all the same: nothing is retried. The next heartbeat mends what was lost.
 *  - Every event has the same fields, the device among them, so that a server that was restarted knows the visitor
 *    again from whichever event comes first.
 *  - Names on the wire, and names that a host writes, are quoted: the compiler shortens all others.
 *  - Bytes count. Where a line is terser than it would be elsewhere, that is why.
 */

/** The only thing ever stored, and only after `optOut()`. */
const OPT_OUT_FLAG = 'livevisitors.optOut';

/** Milliseconds. The server gives visible tabs up after three missed beats, hidden ones after its active window. */
const BEAT_VISIBLE = 20e3;
const BEAT_HIDDEN = 60e3;

/** Milliseconds after which a new address is a page view. Frameworks set the title a frame or two after the address. */
const SETTLE = 100;

/** The collector's limits: characters of an address, characters of a title, bytes of a body. */
const MAX_URL = 2048;
const MAX_TITLE = 255;
const MAX_BODY = 8192;

/** Is the page being counted? 0 before the start, after `pagehide`, and once the visitor said no; else 1. */
let open = 0;

/** @type {string|number|undefined|boolean} As configured. */ let ownPixel;
/** @type {string|number|undefined|boolean} `ownPixel`, or nothing while the visitor is out: then the pixel is silent. */
let pixel;
/** @type {!URL} */ let endpoint;
/** @type {string} What ends an address: the fragment, or with hash routes a character that no address has. */
let addressEnd;

/** @type {string|undefined} Random, new at each start; lives in this variable alone. */ let tab;
let seq = 0;

/** @type {string} Address of the last page view. */ let url;
/** @type {string} */ let referrer;
/** @type {number} When the last page view was counted, on the page's monotonic clock. */ let since;
/** Percent. */ let depth = 0;

/** @type {number} */ let beatTimer;

/** @param {string} method */
const storage = (method) => {
  try {
    return localStorage[method](OPT_OUT_FLAG, 1);
  } catch {}
};

/** Asked before each event, so that opting out in one tab silences the others too. */
const silenced = () =>
  !pixel ||
  storage('getItem') ||
  navigator.doNotTrack == '1' ||
  window.doNotTrack == '1' ||
  navigator.globalPrivacyControl;

/**
 * The address shown now. Its fragment never leaves the browser unless it is a route: it may hold a token. What is then
 * still too long for the collector goes without its query.
 */
const page = () => {
  const address = location.href.split(addressEnd)[0];
  // Splitting at undefined does not split.
  return address.split(address[MAX_URL] && '?')[0].slice(0, MAX_URL);
};

/** The scroll listener: how far down the visitor has seen. */
const measureDepth = () => {
  const seen = ((scrollY + innerHeight) / document.documentElement.scrollHeight) * 100;
  depth = Math.max(depth, Math.min(100, seen + 0.5) | 0);
};

/**
 * Sends one event, or nothing at all. Never throws: it is asynchronous and catches everything.
 *
 * A string body is `text/plain`, so there is no preflight; `cors` keeps the Origin from being `null` under a strict
 * referrer policy; `omit` keeps cookies out. A beacon can do neither, so it is only the second choice.
 *
 * @param {string} type
 * @param {?Object=} data
 */
const send = async (type, data) => {
  try {
    if (silenced()) open = 0;
    if (open) {
      measureDepth();
      const body = JSON.stringify({
        // No prototype: a page that gives Object.prototype a toJSON would otherwise write our events.
        __proto__: null,
        'pixel_id': pixel,
        'event_type': type,
        'page_url': page(),
        'page_title': document.title.slice(0, MAX_TITLE),
        'referrer': referrer,
        'tab_id': tab,
        'seq': ++seq,
        'hidden': document.hidden,
        'screen_resolution': screen.width + 'x' + screen.height,
        'max_touch_points': navigator.maxTouchPoints,
        'platform': navigator.platform,
        'webdriver': navigator.webdriver,
        'language': navigator.language,
        'timezone': Intl['DateTimeFormat']().resolvedOptions().timeZone,
        'time_on_page': ((performance.now() - since) / 1e3) | 0,
        'scroll_depth': depth,
        'custom_data': data,
      });
      if (new Blob([body]).size <= MAX_BODY) {
        let answer;
        try {
          // Where there is no keepalive this calls `false`, which throws just as a missing fetch does.
          answer = /** @type {!Function} */ ('keepalive' in Request.prototype && fetch)(endpoint, {
            method: 'POST',
            mode: 'cors',
            credentials: 'omit',
            keepalive: true,
            body,
          });
        } catch {
          navigator.sendBeacon(endpoint, body);
        }
        await answer;
      }
    }
  } catch {}
};

/**
 * Sends a sign of life, which puts off the next heartbeat. If the address has changed, the sign is a page view.
 *
 * @param {string=} type
 */
const tell = (type) => {
  if (page() != url) {
    type = 'page_view';
    referrer = (url || document.referrer).slice(0, MAX_URL);
    url = page();
    since = performance.now();
    depth = 0;
  }
  clearTimeout(beatTimer);
  beatTimer = open && setTimeout(tell, document.hidden ? BEAT_HIDDEN : BEAT_VISIBLE, 'heartbeat');
  send(/** @type {string} */ (type));
};

/**
 * Counts a page view if the address has changed since the last one. Everything that speaks asks this first: a page view
 * is always sent before what happened on its page.
 */
export const check = () => {
  if (open && page() != url) tell();
};

/** The address may change now. Several changes at a stroke, as when a router redirects, are one page view. */
const settle = () => setTimeout(check, SETTLE);

/** Counts a page view whatever was counted before. */
export const view = () => {
  open = 1;
  url = '';
  tell();
};

/**
 * @param {string} name
 * @param {?Object=} data
 */
export const track = (name, data) => {
  check();
  send(name, data);
};

/** Tells one page view from another; 0 while none is being counted. */
export const currentView = () => open && since;

const start = () => {
  if (document.prerendering) {
    // Nobody looks at this page yet, and perhaps nobody will.
    document.addEventListener('prerenderingchange', start);
  } else if (!open && !silenced()) {
    if (!tab) {
      // At the first start and not before: a page whose visitor says no is not touched.
      ['pushState', 'replaceState'].map((name) => {
        const original = history[name];
        history[name] = function () {
          settle();
          return original.apply(this, arguments);
        };
      });
      // Fires for a new fragment too.
      addEventListener('popstate', settle);
      addEventListener('scroll', measureDepth);
      addEventListener('pagehide', () => {
        track('page_leave');
        // Chromium still says that the page is hidden after this. It is not worth a request.
        open = 0;
      });
      addEventListener('pageshow', (event) => {
        if (event.persisted && tab) view();
      });
      document.addEventListener('visibilitychange', () => {
        if (open) tell('visibility');
      });
    }
    tab = crypto.getRandomValues(new Uint32Array(4)) + '';
    view();
  }
};

/**
 * Publishes `window.livevisitors` and starts, unless the page wants to say when. Whichever pixel comes second on a page
 * does nothing.
 *
 * @param {!Object<string, string>} settings the script tag's `data-` attributes
 * @param {string} source the script's own address: events go beside it, unless `data-endpoint` names another base
 */
export const boot = (settings, source) => {
  if ((window['livevisitors'] || {})['start']) return;
  endpoint = new URL((settings['endpoint'] || '.').replace(/\/?$/, '/event'), source);
  addressEnd = 'hash' in settings ? ' ' : '#';
  pixel = ownPixel =
    (settings['domains'] || location.hostname).split(/[\s,]+/).includes(location.hostname) && settings['pixel'];
  window['livevisitors'] = {
    'start': start,
    'track': track,
    'optOut': () => {
      // Another tab may be counted even where this page is not.
      open = 1;
      send('opt_out');
      open = pixel = 0;
      storage('setItem');
    },
    'optIn': () => {
      pixel = ownPixel;
      storage('removeItem');
      start();
    },
  };
  if (settings['auto'] != 'false') start();
};
