// One connection that speaks the Pusher Channels protocol 7, from opening to closing. Whether and when to open another
// is not decided here.

const OPENS_WITHIN_MS = 10_000;
const ANSWERS_WITHIN_MS = 10_000;

/** Close codes of this page's own, outside of the range that servers use. */
export const SILENT = 4900;

/**
 * Opens a connection. The handlers are `established(socketId)`, `event(name, channel, data)` with data as a value, and
 * `closed(code, reason, opened)`, called once and last, but never after `close()`; `opened` is false if not even the
 * handshake succeeded.
 */
export function openSocket(url, handlers) {
  const socket = new WebSocket(url);
  let timer = null;
  let quietMs = 30_000;
  let refusal = null;
  let opened = false;
  let over = false;

  function finish(code, reason) {
    if (over) return;
    over = true;
    clearTimeout(timer);
    socket.close();
    if (code !== null) handlers.closed(code, reason, opened);
  }

  function arm(ms, then) {
    clearTimeout(timer);
    timer = setTimeout(then, ms);
  }

  // Any frame proves the line; silence is broken by a ping, and a ping without any answer ends it.
  function listen() {
    arm(quietMs, ping);
  }

  function ping() {
    send("pusher:ping", {});
    arm(ANSWERS_WITHIN_MS, () => finish(SILENT, "no answer to a ping"));
  }

  function send(event, data) {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ event, data }));
  }

  function protocol(name, channel, data) {
    if (name === "pusher:ping") send("pusher:pong", {});
    else if (name === "pusher:connection_established") {
      if (data?.activity_timeout > 0) quietMs = Math.min(quietMs, data.activity_timeout * 1000);
      listen();
      handlers.established(data.socket_id);
    } else if (name === "pusher:error") {
      // Reverb names the cause here and then closes without a code of its own.
      refusal = { code: Number(data?.code), reason: String(data?.message ?? "") };
    } else handlers.event(name, channel, data);
  }

  socket.onopen = () => {
    opened = true;
  };

  socket.onmessage = (message) => {
    if (over) return;
    listen();
    const frame = decode(message.data);
    if (frame) protocol(frame.event, frame.channel, decode(frame.data));
  };

  socket.onclose = (event) => {
    const named = event.code >= 4000 && event.code < 5000;
    if (!named && refusal?.code >= 4000 && refusal.code < 4300) finish(refusal.code, refusal.reason);
    else finish(event.code, event.reason || refusal?.reason || "");
  };

  arm(OPENS_WITHIN_MS, () => finish(SILENT, "no answer to the opening"));

  return {
    send,
    /** Asks whether the other side is still there: after a sleep nothing else would for half a minute. */
    check: () => !over && socket.readyState === WebSocket.OPEN && ping(),
    close: () => finish(null),
  };
}

/** A frame, or the JSON string inside of one. What is no JSON is no frame: null, and the page goes on. */
function decode(text) {
  if (typeof text !== "string") return text ?? null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
