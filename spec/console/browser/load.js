'use strict';
// The call console under load: how long a page takes with one supervisor, and with many, each of
// whom opens a page or updates it every five seconds. scripts/console-load.sh runs it.
const { setTimeout: sleep } = require('node:timers/promises');
const {
  campaign, control, seed, startConsole,
} = require('./support.js');

const SUPERVISORS = Number(process.argv[2] ?? 50);
const SECONDS = Number(process.argv[3] ?? 30);
const INTERVAL = 5000; // ms between two pages of a supervisor
const LIMIT = 3; // times the p99 of one supervisor

/** Visits pages in turn until the time is over. Returns how long each took, in ms. */
async function supervise(url, paths, interval, until) {
  const first = await fetch(url);
  const headers = { Cookie: first.headers.getSetCookie().map((one) => one.split(';')[0]).join('; ') };
  await first.text();
  const times = [];
  await sleep(Math.random() * interval);
  for (let i = 0; Date.now() < until; i += 1) {
    const started = performance.now();
    const response = await fetch(url + paths[i % paths.length], { headers });
    await response.text();
    if (response.status !== 200) throw new Error(`${response.url}: ${response.status}`);
    times.push(performance.now() - started);
    await sleep(interval * (0.5 + Math.random()));
  }
  return times;
}

function report(name, times) {
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  console.log(`${name}: ${times.length} pages, p50 ${at(0.5).toFixed(1)} ms, `
    + `p99 ${at(0.99).toFixed(1)} ms`);
  return at(0.99);
}

async function main() {
  await control('reset', { dial_seconds: 5, recording_seconds: 1 });
  const { dial_task_main_sn: sn } = await seed(2000, { source: '会员关怀' });
  for (let i = 0; i < 20; i += 1) await seed(50, { source: `任务 ${i}` });
  campaign('年底回访');
  const server = await startConsole();
  const query = `sn=${encodeURIComponent(sn)}`;
  const list = await (await fetch(`${server.url}/task?${query}&talktimes_min=1`)).text();
  const call = list.match(/href="(\/call[^"]*)"/)[1].replaceAll('&amp;', '&');
  const paths = ['/', `/task?${query}`, `/customers?${query}`, call];

  const over = (seconds) => Date.now() + seconds * 1000;
  await supervise(server.url, paths, 50, over(3)); // to warm up
  const idle = report('one supervisor', await supervise(server.url, paths, 100, over(SECONDS)));
  const until = over(SECONDS);
  const all = await Promise.all(Array.from({ length: SUPERVISORS },
    () => supervise(server.url, paths, INTERVAL, until)));
  const loaded = report(`${SUPERVISORS} supervisors`, all.flat());
  await server.stop();
  const ratio = loaded / idle;
  console.log(`p99: ${ratio.toFixed(1)} times that of one supervisor (at most ${LIMIT})`);
  process.exitCode = ratio > LIMIT ? 1 : 0;
}

main();
