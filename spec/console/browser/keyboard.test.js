'use strict';
// A supervisor's work with the keyboard alone.
const assert = require('node:assert/strict');
const { beforeEach, it } = require('node:test');
const { control, seed, suite } = require('./support.js');

suite('the call console with the keyboard alone', { recording_seconds: 60 }, (its) => {
  let page;
  beforeEach(async () => {
    ({ page } = its);
    await seed(30, { source: '会员关怀' });
  });

  /** Presses Tab until an element has this text or name. Each element must show its focus. */
  async function reach(text) {
    for (let i = 0; i < 80; i += 1) {
      await page.keyboard.press('Tab');
      const focused = await page.evaluate(() => {
        const element = document.activeElement;
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return {
          name: element.getAttribute('aria-label') || element.innerText.trim(),
          ring: `${outlineStyle} ${outlineWidth}`,
        };
      });
      if (focused.name === text) return assert.equal(focused.ring, 'solid 3px', text);
    }
    return assert.fail(`Tab does not reach ${text}`);
  }

  const press = (key) => page.keyboard.press(key);
  const title = (name) => page.getByRole('heading', { level: 1, name }).waitFor();

  it('finds a number, listens to the call, and goes to the next one', async () => {
    await page.goto('/');
    await reach('Search all campaigns');
    await page.keyboard.type('130 0000 0004');
    await press('Enter');
    await title('Search: 130 0000 0004');
    await reach('13000000004');
    await press('Enter');
    await title('Call to 13000000004');
    await press('Space');
    await page.waitForFunction(() => document.querySelector('audio').currentTime > 0.1);
    await press('Space');
    assert.ok(await page.evaluate(() => document.querySelector('audio').paused));

    await page.goto('/');
    await reach('会员关怀');
    await press('Enter');
    await title('会员关怀');
    await reach('Connected');
    await press('Enter');
    await page.getByText('Filter (1 active)').waitFor();
    await reach('Talked');
    await press('Enter');
    await page.locator('th[aria-sort=ascending]').waitFor();
    await reach(await page.locator('.list td a').first().innerText());
    await press('Enter');
    await title(/^Call to/);
    await press('Shift+ArrowRight');
    await page.getByText(/^2 of \d+$/).waitFor();
  });

  it('opens the charts of a campaign and the numbers below one, and goes back', async () => {
    await page.goto('/');
    await reach('会员关怀');
    await press('Enter');
    await title('会员关怀');
    await reach('Charts');
    await press('Enter');
    await page.getByRole('heading', { name: 'Connected rate by hour' }).waitFor();
    await reach('Show the numbers');
    await press('Enter');
    await reach(await page.locator('.card:has(details[open]) h2').innerText()); // the table scrolls
    await page.goto(page.url());
    await reach('Calls');
    await press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Calls' }).waitFor();
  });

  it('calls those again who were not reached', async () => {
    await page.goto('/');
    await reach('Call again: “会员关怀”');
    await press('Enter');
    await title(/^Call \d+ people again$/);
    await reach(await page.locator('h1').innerText());
    await press('Enter');
    await page.getByRole('status').waitFor();
    assert.equal((await control('state')).endpoints.operateTask.received, 1);
  });
});
