// What is measured beside the library: a server of the Pusher Channels protocol on npm's ws that sends each page view to
// each dashboard. It answers one question a line on standard input with a number; see answer. Page views are made here,
// with the fields of visitor.active; nothing is recognised, scrubbed or counted, as the library does for each of its own.
'use strict';

const crypto = require('crypto');
const http = require('http');
const readline = require('readline');
const { WebSocketServer } = require('ws');

const KEY = process.env.APP_KEY;
const SECRET = process.env.APP_SECRET;

/** Bytes that may wait for the slowest dashboard before no more page views are made. */
const MOST_WAITING = 256 * 1024;

/** Page views from one look at what waits to the next. */
const LOOK_EVERY = 16;

const channels = new Map();
const server = http.createServer((request, response) => response.writeHead(404).end());
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
let opened = 0;
let seq = 0;

function send(socket, event, data, channel) {
  socket.send(JSON.stringify({ event, channel, data: JSON.stringify(data) }));
}

function subscribe(socket, { channel, auth }) {
  const signature = crypto.createHmac('sha256', SECRET).update(`${socket.id}:${channel}`).digest('hex');
  if (channel.startsWith('private-') && auth !== `${KEY}:${signature}`) {
    send(socket, 'pusher:subscription_error', { type: 'AuthError', error: 'The signature is wrong', status: 401 }, channel);
    return;
  }
  if (!channels.has(channel)) channels.set(channel, new Set());
  const readers = channels.get(channel);
  readers.add(socket);
  socket.on('close', () => readers.delete(socket));
  send(socket, 'pusher_internal:subscription_succeeded', {}, channel);
  send(socket, 'visitors.snapshot', { seq, visitors: [], count: 0 }, channel);
}

sockets.on('connection', (socket, request) => {
  if (!request.url.split('?')[0].endsWith(`/app/${KEY}`)) {
    socket.close(4001, 'Application does not exist');
    return;
  }
  socket.id = `1.${++opened}`;
  socket.on('message', text => {
    const { event, data } = JSON.parse(text);
    if (event === 'pusher:subscribe') subscribe(socket, data);
    else if (event === 'pusher:ping') send(socket, 'pusher:pong', {});
  });
  send(socket, 'pusher:connection_established', { socket_id: socket.id, activity_timeout: 120 });
});

/** The frame of the next page view: made once, and the same bytes for all. */
function pageView(channel) {
  const now = Math.floor(Date.now() / 1000);
  seq++;
  return Buffer.from(JSON.stringify({
    event: 'visitor.active',
    channel,
    data: JSON.stringify({
      seq,
      visitor_token: `visitor-${String(seq % 5000).padStart(14, '0')}`,
      page_url: `https://shop.example/shoes/model-${(seq * 7) % 2000}`,
      page_title: 'Shoes that last - The Shop',
      entry_page: 'https://shop.example/shoes/model-0',
      referrer: null, utm_source: null, utm_medium: null, utm_campaign: null,
      device_type: 'desktop', browser: 'Chrome', os: 'Windows', country: null, language: null,
      state: 'active', tabs: 0, page_views: 1 + Math.floor(seq / 5000), time_on_page: 0, scroll_depth: 0,
      first_seen: now, last_seen: now, timestamp: now,
    }),
  }));
}

const turn = () => new Promise(resolve => setImmediate(resolve));

async function drained(readers) {
  while ([...readers].some(socket => socket.bufferedAmount > MOST_WAITING)) await turn();
}

async function track(millis) {
  const channel = 'private-pixel.shop';
  const readers = channels.get(channel) || new Set();
  const end = Date.now() + millis;
  let count = 0;
  while (Date.now() < end) {
    const frame = pageView(channel);
    for (const socket of readers) socket.send(frame, { binary: false });
    if (++count % LOOK_EVERY === 0) await drained(readers);
    await turn();
  }
  return count;
}

/**
 * Answers `port`; `node` and `ws`, the first numbers of their versions; `cpu`, nanoseconds of processor time of this
 * process; `views`, page views so far; `track MILLIS`, which makes page views for so long and says how many.
 */
async function answer([word, argument]) {
  switch (word) {
    case 'port': return server.address().port;
    case 'node': return parseInt(process.versions.node, 10);
    case 'ws': return parseInt(require('ws/package.json').version, 10);
    case 'cpu': {
      const { user, system } = process.cpuUsage();
      return (user + system) * 1000;
    }
    case 'views': return seq;
    case 'track': return track(Number(argument));
    default: throw new Error(`no such question: ${word}`);
  }
}

server.listen(0, '127.0.0.1', async () => {
  for await (const question of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${await answer(question.split(' '))}\n`);
  }
  process.exit();
});
