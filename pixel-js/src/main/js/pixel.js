/** `pixel.js`: the pixel as a page's script tag configures it. */
import {boot} from './core.js';

try {
  const script = document.currentScript;
  boot(script.dataset, script.src);
} catch {
  // No script tag of its own, or a browser that lacks what we need: there is nothing to count, and no one to tell.
}
