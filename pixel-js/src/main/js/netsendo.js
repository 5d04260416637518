/**
 * The pixel for pages that carry NetSendo's snippet. It loads this file as `{base}/{pixelId}`, after it has made
 * `window.NetSendo` an array of commands:
 *
 *     NetSendo.push(['init', {userId: 7, apiUrl: 'https://live.example/t/pixel'}]);
 *     NetSendo.push(['track', 'add_to_cart', {product_id: '123', cart_value: 59.8}]);
 *     NetSendo.push(['page_view']);
 *     NetSendo.push(['identify', {email: '…'}]);   // ignored: visitors stay anonymous
 *     NetSendo.push(['debug']);                    // ignored: we never log
 *
 * The queued commands are carried out, and `push` carries out the later ones.
 */
import {boot, check, currentView, track, view} from './core.js';

/** The server writes the pixel's ID here: see PixelScripts.forPixel. */
const PIXEL_ID = '__PIXEL_ID__';

/** Names that move the visitor's presence. A page's own event must not close its tab. */
const RESERVED = /^(heartbeat|visibility|page_leave|opt_out)$/;

/** The page view that a command has already asked for. @type {number|undefined} */
let claimed;

/**
 * NetSendo's pixel counts the page on its own and on command. Ours counts every page and route on its own, so the first
 * command on each asks for what was counted already; only a further one is a page view more.
 */
const pageView = () => {
  check();
  const current = currentView();
  if (current) {
    if (claimed == current) view();
    claimed = currentView();
  }
};

/**
 * @param {*} type
 * @param {?Object} data NetSendo's fields, some of which it nests in `custom_data`
 */
const event = (type, data) => {
  const name = String(type || '').replace(/[^\w.:-]+/g, '_').slice(0, 50);
  if (name == 'page_view') {
    pageView();
  } else if (name && !RESERVED.test(name)) {
    const {'custom_data': nested, ...flat} = data || {};
    track(name, {...flat, ...nested});
  }
};

/** @param {*} command */
const run = (command) => {
  try {
    if (Array.isArray(command)) {
      if (command[0] == 'track') event(command[1], command[2]);
      if (command[0] == 'page_view') pageView();
    }
  } catch {
    // A host's mistake in a command stays without consequence, as with NetSendo's own pixel.
  }
};

try {
  const script = document.currentScript;
  const queue = Array.isArray(window['NetSendo']) ? window['NetSendo'] : (window['NetSendo'] = []);
  // Set by NetSendo's own pixel too: whichever comes first takes the commands.
  if (!queue['_initialized']) {
    queue['_initialized'] = true;
    const waiting = queue.splice(0);
    const settings = {'pixel': PIXEL_ID};
    waiting.forEach((command) => {
      if (Array.isArray(command) && command[0] == 'init' && command[1]) {
        const {'userId': id, 'apiUrl': base} = command[1];
        if (/^[\w-]{1,64}$/.test(id)) settings['pixel'] = String(id);
        if (/^https?:\/\//.test(base)) settings['endpoint'] = base;
      }
    });
    boot({...settings, ...script.dataset}, script.src);
    queue.push = run;
    waiting.forEach(run);
  }
} catch {
  // As in pixel.js: nothing to count, and no one to tell.
}
