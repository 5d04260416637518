/**
 * Types of the pixel's API in the page. Include the file once, for instance with
 * `/// <reference path="./livevisitors.d.ts" />`; it declares `window.livevisitors`.
 */

/**
 * Values for the server's listeners and broadcasters; the dashboard shows names and numbers alone. The first 16 of an
 * event are kept; what is nested is dropped.
 */
export type LiveVisitorsValue = string | number | boolean | null;

/** Names that move a visitor's presence. They are the pixel's own: do not send them with `track`. */
export type LiveVisitorsReservedEvent = 'page_view' | 'heartbeat' | 'visibility' | 'page_leave' | 'opt_out';

export interface LiveVisitorsPixel {
  /**
   * Begins to count this page. Needed only with `data-auto="false"`, for instance after consent; otherwise, and when it is
   * called again, it does nothing.
   */
  start(): void;

  /**
   * Reports an event of your own. Ignored before the start, after `optOut()`, and where the whole event would exceed
   * 8 KiB.
   *
   * @param name 1 to 50 of the characters `A-Z a-z 0-9 _ . : -`
   * @param data values that the server's listeners and broadcasters get beside the name
   */
  track(name: string, data?: Record<string, LiveVisitorsValue>): void;

  /**
   * Erases the visitor on the server and stops counting in this browser, in all its tabs, until `optIn()`. This is the one
   * thing that is stored: `livevisitors.optOut` in `localStorage`.
   */
  optOut(): void;

  /** Takes `optOut()` back and begins anew, as somebody who was never here. */
  optIn(): void;
}

declare global {
  interface Window {
    /** Undefined until the pixel has loaded, and where it was blocked: call it as `window.livevisitors?.track(…)`. */
    readonly livevisitors?: LiveVisitorsPixel;
  }
}
