// Does with Pusher's server SDK what it is told: a JSON object a line, answered by one. Ends with its input.
'use strict';

const readline = require('node:readline');
const Pusher = require('pusher');

const now = Date.now;

/** An answer of the HTTP API, good or bad, or what a method returned. */
async function answer({ options, clockOffset, method, args }) {
  Date.now = () => now() + clockOffset * 1000;
  try {
    const result = await new Pusher(options)[method](...args);
    return typeof result.text === 'function'
      ? { status: result.status, body: await result.text() }
      : { value: result };
  } catch (error) {
    return error.status ? { status: error.status, body: error.body } : { error: String(error.error ?? error) };
  } finally {
    Date.now = now;
  }
}

readline.createInterface({ input: process.stdin }).on('line', async line => {
  process.stdout.write(JSON.stringify(await answer(JSON.parse(line))) + '\n');
});
