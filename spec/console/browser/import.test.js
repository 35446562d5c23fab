'use strict';
// A campaign is made of a list in the browser.
const assert = require('node:assert/strict');
const { beforeEach, it } = require('node:test');
const { control, suite } = require('./support.js');

suite('a list in the call console', { dial_seconds: 1000 }, (its) => {
  let page;
  beforeEach(() => { ({ page } = its); });

  it('becomes a campaign whose people are called once', async () => {
    await page.goto('/');
    await page.getByRole('link', { name: 'New campaign from a list' }).click();
    await page.getByLabel('Customer list').setInputFiles('examples/customers.csv');
    await page.getByRole('button', { name: 'Upload and check' }).click();
    await page.getByRole('heading', { level: 1, name: 'customers.csv' }).waitFor();
    await page.getByLabel('Name of the campaign').fill('浏览器名单');
    await page.getByLabel('Start calling at once').check();
    await page.getByRole('button', { name: 'Continue' }).click();
    const start = page.getByRole('button', { name: 'Create and call 200 people' });
    await start.dblclick();
    await page.getByRole('heading', { level: 1, name: '浏览器名单' }).waitFor();
    await page.reload();
    await page.goBack();
    await page.goForward();
    const { phones } = await control('imports');
    assert.equal(Object.keys(phones).length, 200);
    assert.ok(Object.values(phones).every((times) => times === 1));
    assert.equal((await control('state')).endpoints.addJson.received, 1);
  });
});
