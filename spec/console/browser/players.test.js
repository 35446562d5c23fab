'use strict';
// The players of recordings.
const assert = require('node:assert/strict');
const { beforeEach, it } = require('node:test');
const { control, openCall, seed, suite } = require('./support.js');

suite('a player of the call console', { recording_seconds: 60 }, (its) => {
  let page;
  beforeEach(async () => {
    ({ page } = its);
    await seed(10);
  });

  const plays = (audio) => !audio.paused && audio.currentTime > 0.1;

  async function start(player) {
    await player.focus();
    await page.keyboard.press('Space');
    await page.waitForFunction(plays, await player.elementHandle());
  }

  it('stops when another one starts', async () => {
    await openCall(page);
    const whole = page.getByLabel('Recording of the whole call');
    const first = page.getByLabel('Recording of answer 1');
    await start(whole);
    await start(first);
    assert.ok(await whole.evaluate((audio) => audio.paused));
    await start(whole);
    assert.ok(await first.evaluate((audio) => audio.paused));
  });

  it('says that it cannot play, and tries again on request', async () => {
    await control('fault', { endpoint: 'cdrDownload', fault: 'code', code: 30003 });
    await openCall(page);
    const dead = page.locator('.dead', { visible: true });
    await dead.getByText('The recording cannot be played.').waitFor();
    const whole = page.getByLabel('Recording of the whole call');
    assert.ok(!await whole.isVisible());
    await dead.getByRole('button', { name: 'Try again' }).click();
    await page.waitForFunction(plays, await whole.elementHandle());
    assert.equal(await dead.count(), 0);
    assert.match(page.troubles.splice(0).join(), /Failed to load resource: .* 502/);
  });
});
