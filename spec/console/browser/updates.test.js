'use strict';
// Pages that update themselves while a campaign runs.
const assert = require('node:assert/strict');
const { beforeEach, it } = require('node:test');
const { campaign, control, suite } = require('./support.js');

suite('a page of the call console that updates itself', { dial_seconds: 1000 }, (its) => {
  let page;
  beforeEach(() => { ({ page } = its); });

  const dialled = (text) => page.getByText(text).waitFor({ timeout: 12000 });

  async function openUpdating() {
    campaign('年底回访');
    await page.goto('/');
    await page.getByRole('link', { name: 'Update every 5 seconds' }).click();
    await page.getByRole('link', { name: 'Stop updating' }).waitFor();
  }

  it('keeps filters, focus and the choice', async () => {
    await openUpdating();
    await page.getByRole('link', { name: '年底回访' }).click();
    await page.locator('summary').click();
    await page.getByLabel('Number called').fill('138');
    await page.evaluate(() => { window.same = document.querySelector('h1'); });
    await control('clock', { advance: 1001 });
    await dialled('5 of 200 dialled');
    assert.equal(await page.getByLabel('Number called').inputValue(), '138');
    assert.equal(await page.locator(':focus').getAttribute('id'), 'filter-callee');
    assert.ok(await page.evaluate(() => window.same === document.querySelector('h1')));
    assert.equal(await page.locator('.calls tbody tr').count(), 5);

    // The focus stays on a call, though others come in before it or behind it.
    const call = page.locator('.calls td a').first();
    const number = await call.innerText();
    await call.focus();
    await control('clock', { advance: 1001 });
    await dialled('10 of 200 dialled');
    assert.equal(await page.locator(':focus').innerText(), number);
  });

  it('says that the connection is lost, and goes on when it is back', async () => {
    await openUpdating();
    await page.context().setOffline(true);
    await page.getByText(/^No connection. Last update: \d\d:\d\d:\d\d$/).waitFor({ timeout: 12000 });
    await page.context().setOffline(false);
    await page.getByText(/^Updated \d\d:\d\d:\d\d$/).waitFor({ timeout: 12000 });
    page.troubles.length = 0; // the browser reports the lost connection
  });

  it('shows the result of a form until the visitor leaves', async () => {
    await openUpdating();
    await page.getByRole('button', { name: 'Pause “年底回访”' }).click();
    const notice = page.getByRole('status').getByText('“年底回访” is paused.');
    await notice.waitFor();
    await page.waitForTimeout(6000);
    assert.ok(await notice.isVisible());
  });
});
