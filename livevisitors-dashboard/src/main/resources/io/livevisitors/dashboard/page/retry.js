// When to come back after a connection ended. Pure: the dice are handed in.

const LONGEST_MS = 30_000;

/**
 * The wait in milliseconds, or null for never, by the close code ranges of the Pusher protocol. `failures` counts the
 * connections in a row that brought no data: the prompt returns hold for the first only, so that a server which keeps
 * saying "at once" is not hammered.
 */
export function retryAfter(code, failures, random) {
  if (code >= 4000 && code < 4100) return null;
  if (failures <= 1 && code >= 4200 && code < 4300) return 0;
  if (failures <= 1 && code >= 4100 && code < 4200) return 1000;
  const ceiling = Math.min(LONGEST_MS, 1000 * 2 ** Math.max(0, failures - 1));
  return Math.round(ceiling * (0.5 + random / 2)); // jitter: a restarted server does not meet everyone at once
}

const CAUSES = {
  4001: "The server does not know this page’s application key.",
  4003: "The server has switched this application off.",
  4004: "The server has as many connections as it may have.",
  4006: "The page asked for a protocol version that is no number.",
  4009: "The server does not accept live connections from this address.",
};

/** Why a refusal is final, in words, with the code that the server's documentation explains. */
export function cause(code, reason) {
  const words = CAUSES[code] ?? reason ?? "";
  return `${words || "The server refused the live connection."} (${code})`;
}
