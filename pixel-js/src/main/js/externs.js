/**
 * @fileoverview Names of the browser that the compiler's own list lacks, or knows only as properties of `window`.
 * @externs
 */

/** @const {!Storage} */ var localStorage;
/** @type {number} */ var scrollY;
/** @type {number} */ var innerHeight;
/** @type {string|undefined} Safari's old place for Do Not Track. */ Window.prototype.doNotTrack;
/** @type {string|null|undefined} */ Navigator.prototype.doNotTrack;
/** @type {boolean|undefined} */ Navigator.prototype.globalPrivacyControl;
/** @type {boolean|undefined} */ Navigator.prototype.webdriver;
/** @type {boolean|undefined} */ Document.prototype.prerendering;

/**
 * @param {string} type
 * @param {function(!Event)} listener
 */
function addEventListener(type, listener) {}
