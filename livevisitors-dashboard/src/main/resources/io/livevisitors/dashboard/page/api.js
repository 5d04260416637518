// The requests beside the socket. All addresses are relative to the page, so a context path or a proxy's prefix needs no
// setting anywhere.

const ANSWERS_WITHIN_MS = 10_000;

/** An answer that is no success: 401 and 403 are told apart from a server that is merely away. */
export class Refused extends Error {
  constructor(status) {
    super(`answered ${status}`);
    this.status = status;
  }

  get denied() {
    return this.status === 401 || this.status === 403;
  }

  get gone() {
    return this.status === 404;
  }
}

/** With the `attempt` of a {@link socketUrl}, the answer also says what became of that on its way to the server. */
export const config = (pixelId, attempt) =>
  get("config.json", { ...(pixelId && { pixel_id: pixelId }), ...(attempt && { attempt }) });
export const visitors = (pixelId) => get("../api/visitors", { pixel_id: pixelId });
export const journey = (pixelId, token) => get("../api/journey", { pixel_id: pixelId, visitor_token: token });

export function authorize(socketId, channel) {
  return json("../auth", {
    method: "POST",
    body: new URLSearchParams({ socket_id: socketId, channel_name: channel }),
  });
}

/** `attempt` names this one opening, so that the server can tell it from others. */
export function socketUrl(key, version, attempt) {
  const url = new URL(`../app/${encodeURIComponent(key)}`, location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.hash = "";
  url.search = new URLSearchParams({ protocol: "7", client: "livevisitors-dashboard", version, attempt });
  return url.href;
}

function get(path, parameters) {
  const query = new URLSearchParams(parameters).toString();
  return json(path + (query && `?${query}`), {});
}

async function json(path, options) {
  const response = await fetch(path, {
    ...options,
    headers: { accept: "application/json" },
    cache: "no-store",
    signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
  });
  if (!response.ok) throw new Refused(response.status);
  return response.json();
}
