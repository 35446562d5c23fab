'use strict';
// Shared by the browser tests: the sandbox's control interface, a console, and Chromium.
const { execFileSync, spawn } = require('node:child_process');
const fs = require('node:fs');
const net = require('node:net');
const assert = require('node:assert/strict');
const { after, afterEach, before, beforeEach, describe } = require('node:test');
const { setTimeout: sleep } = require('node:timers/promises');
const { chromium } = require('playwright-core');

const SANDBOX = process.env.AI95_SANDBOX_URL;
if (!SANDBOX) throw new Error('run it as scripts/browser-test.sh');
const TIMEOUT = 15000; // ms until a program must have ended
const ACCOUNT = { AI95_BASE_URL: SANDBOX, AI95_USERNAME: 'hln', AI95_PASSWORD: 'secret' };

async function control(name, given) {
  const request = given && { method: 'POST', body: JSON.stringify(given) };
  const answer = await fetch(`${SANDBOX}/_sandbox/${name}`, request);
  if (!answer.ok) throw new Error(`sandbox: ${name}: ${await answer.text()}`);
  return answer.json();
}

/** A task whose calls are all made. */
const seed = (calls, task) => control('seed', { calls, task: { spacing: 7, ...task } });

/** A campaign that dials. */
function campaign(name) {
  execFileSync('luajit', ['examples/import_list.lua', 'examples/customers.csv', name, 'dial'], {
    env: { ...process.env, ...ACCOUNT }, stdio: ['ignore', 'ignore', 'pipe'],
  });
}

/** A free port. */
function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The processes of a group. */
function groupOf(leader) {
  return fs.readdirSync('/proc').filter((pid) => /^\d+$/.test(pid)).filter((pid) => {
    try {
      const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
      return Number(fields[2]) === leader && fields[0] !== 'Z';
    } catch {
      return false; // it has ended
    }
  });
}

/**
 * Starts a program, and waits until its output matches. The program leads a group of processes, as
 * one in a terminal does.
 */
async function start(command, args, pattern, env) {
  const child = spawn(command, args, {
    detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env },
  });
  const ended = new Promise((resolve) => { child.on('exit', resolve); });
  let output = '';
  const found = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        output += data;
        if (pattern.test(output)) resolve();
      });
    }
  });
  async function end(pid, signal) {
    process.kill(pid, signal);
    const alarm = sleep(TIMEOUT, 'late', { ref: false });
    const late = await Promise.race([ended, alarm]) === 'late';
    if (groupOf(child.pid).length > 0) {
      process.kill(-child.pid, 'SIGKILL');
      throw new Error(`${command} ${late ? 'does not end' : 'left processes behind'}`);
    }
  }
  const early = ended.then(() => { throw new Error(`${command} ended: ${output}`); });
  await Promise.race([found, early]);
  return {
    output: () => output,
    group: () => groupOf(child.pid),
    /** Ends it as Ctrl-C does, which signals the whole group. */
    interrupt: () => end(-child.pid, 'SIGINT'),
    stop: () => end(child.pid, 'SIGTERM'),
  };
}

/** A console over the sandbox, with more options of `run`. */
async function startConsole(...options) {
  const port = await freePort();
  const server = await start('console/run', ['--port', String(port), ...options], /console: http/,
    ACCOUNT);
  return { ...server, url: `http://127.0.0.1:${port}` };
}

function startBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const find = names.map((name) => `command -v ${name}`).join(' || ');
  const executablePath = execFileSync('sh', ['-c', find]).toString().trim();
  // Chromium refuses to run its own sandbox as root.
  return chromium.launch({ executablePath, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
}

/** A page in its own browser context; `troubles` collects the messages of its developer console. */
async function visit(browser, url, options) {
  const context = await browser.newContext({ baseURL: url, locale: 'en-US', ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10000);
  page.troubles = [];
  page.on('console', (message) => {
    if (message.type() !== 'log') page.troubles.push(message.text());
  });
  page.on('pageerror', (error) => page.troubles.push(String(error)));
  return page;
}

/** Opens the first call that connected, of the last campaign in the list. */
async function openCall(page) {
  await page.goto('/');
  await page.locator('.task h2 a').last().click();
  await page.locator('summary').click();
  await page.getByLabel('Talked, at least (s)').fill('1');
  await page.getByRole('button', { name: 'Apply' }).click();
  await page.getByText('Filter (1 active)').waitFor();
  await page.locator('.calls td a').first().click();
  await page.getByRole('heading', { level: 1, name: /^Call to 1300/ }).waitFor();
}

/**
 * Tests that share a browser and a console. Each has a page of its own, whose developer console must
 * stay silent. `add` receives an object that has `browser`, `server` and `page` while a test runs.
 */
function suite(name, settings, add) {
  describe(name, { timeout: 540000 }, () => {
    const its = {};
    before(async () => {
      its.browser = await startBrowser();
      its.server = await startConsole();
    });
    after(async () => {
      await its.browser?.close();
      await its.server?.stop();
    });
    beforeEach(async () => {
      await control('reset', settings);
      its.page = await visit(its.browser, its.server.url);
    });
    afterEach(async () => {
      await its.page.context().close();
      assert.deepEqual(its.page.troubles, []);
    });
    add(its);
  });
}

module.exports = {
  campaign, control, freePort, openCall, seed, start, startBrowser, startConsole, suite,
  visit,
};
