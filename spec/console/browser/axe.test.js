'use strict';
// No page has a violation that axe knows: in both languages, light and dark, wide and narrow.
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const { beforeEach, it } = require('node:test');
const axe = require('axe-core');
const {
  campaign, seed, startConsole, suite, visit,
} = require('./support.js');

async function violationsOf(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((one) => one.html).join(' ')}`);
}

async function check(page, address) {
  assert.deepEqual(await violationsOf(page), [], address);
}

suite('a page of the call console', { recording_seconds: 2, dial_seconds: 1000 }, (its) => {
  let browser, server;
  beforeEach(() => { ({ browser, server } = its); });

  const VARIANTS = [
    { locale: 'en-US', colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    { locale: 'zh-CN', colorScheme: 'dark', viewport: { width: 390, height: 800 } },
  ];

  for (const variant of VARIANTS) {
    const { locale, colorScheme, viewport: { width } } = variant;
    it(`has no violations (${locale}, ${colorScheme}, ${width} pixels)`, async () => {
      const { dial_task_main_sn: sn } = await seed(60, { source: '会员关怀', mark: '备注' });
      campaign(`年底回访${locale}${width}`);
      const page = await visit(browser, server.url, variant);
      const query = `sn=${encodeURIComponent(sn)}`;
      const addresses = [
        '/', '/?day=today&status=4', `/task?${query}&sort=-talked&talktimes_min=1`,
        `/task?${query}&start_create_at=2026-02-31`, `/customers?${query}&status=A%2CB`,
        `/redial?${query}`, '/search?q=13000000004', '/search?q=nothing', '/import', '/nothing',
      ];
      for (const address of addresses) {
        await page.goto(address);
        await check(page, address);
      }
      await page.goto(`/task/report?${query}`);
      for (const summary of await page.locator('.ai95-report summary').all()) await summary.click();
      await check(page, 'charts with their tables');
      const scrollWidth = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(scrollWidth, width, 'the charts fit the screen');
      await page.goto('/?update=on');
      await check(page, 'updating');
      await page.locator('.task h2 a').first().click();
      await check(page, 'a running campaign');
      await page.locator('button.pause').click();
      await page.getByRole('status').waitFor();
      await check(page, 'a notice');
      for (const filter of ['talktimes_min=1', 'talktimes_max=0']) {
        await page.goto(`/task?${query}&${filter}`);
        await page.locator('.list td a').first().click();
        await check(page, 'a call');
      }
      await page.goto('/import');
      const list = { name: 'list.csv', mimeType: 'text/csv' };
      for (const text of ['姓名,电话\n张三,13800000001\n李四,1\n', 'x']) {
        await page.setInputFiles('#list', { ...list, buffer: Buffer.from(text) });
        await page.locator('.stack button').click();
        await page.waitForURL(/\/import\/list/);
        await check(page, 'a list');
        if (text === 'x') break;
        await page.locator('#source').fill('清单');
        await page.locator('.stack button').click();
        await page.waitForURL(/\/import\/confirm/);
        await check(page, 'the confirmation of a list');
        await page.goto('/import');
      }
      await page.context().close();
    });
  }

  it('would be found to have violations', async () => {
    await its.page.goto('/');
    await its.page.evaluate(() => {
      document.querySelector('h1').style.color = '#ccc';
      document.querySelector('input').removeAttribute('aria-label');
      document.querySelector('input').removeAttribute('placeholder');
    });
    const found = (await violationsOf(its.page)).join();
    assert.match(found, /color-contrast: .*label: /);
  });

  it('has no violations where users log in', async () => {
    const folder = fs.mkdtempSync(`${os.tmpdir()}/console-test-`);
    const line = execFileSync('console/user', ['bo', 'operator'], { input: 'operating' });
    fs.writeFileSync(`${folder}/users`, line);
    const guarded = await startConsole('--users', `${folder}/users`);
    const page = await visit(browser, guarded.url);
    await page.goto('/');
    await check(page, 'the login');
    await page.getByLabel('User name').fill('bo');
    await page.getByLabel('Password').fill('guess');
    await page.keyboard.press('Enter');
    await page.getByText('The user name or the password is wrong.').waitFor();
    await check(page, 'a wrong password');
    await page.getByLabel('Password').fill('operating');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Log out' }).waitFor();
    await check(page, 'after the login');
    await page.getByRole('button', { name: 'Log out' }).click();
    await page.getByLabel('Password').waitFor();
    await page.context().close();
    await guarded.stop();
    fs.rmSync(folder, { recursive: true });
  });
});
