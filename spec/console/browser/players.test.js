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

  it('is followed by the conversation, and obeys keys', async () => {
    await openCall(page);
    const whole = page.getByLabel('Recording of the whole call');
    const time = () => whole.evaluate((audio) => audio.currentTime);
    await page.waitForFunction((audio) => audio.readyState > 0, await whole.elementHandle());
    await page.locator('h1').click();
    await page.keyboard.press(' ');
    await page.waitForFunction(plays, await whole.elementHandle());
    await page.locator('.talk li.now').getByText('1打招呼').waitFor();
    await page.keyboard.press(' ');
    assert.ok(await whole.evaluate((audio) => audio.paused));
    await page.keyboard.press('ArrowRight');
    const after = await time();
    assert.ok(after >= 5 && after < 7, after);
    await page.locator('.talk li.now').getByText('2还有需要').waitFor();
    await page.keyboard.press('ArrowLeft');
    assert.ok(await time() < 2);

    await page.getByRole('button', { name: 'Play from 0:04' }).click();
    await page.waitForFunction((audio) => !audio.paused && audio.currentTime > 4,
      await whole.elementHandle());
    assert.equal(await page.locator('.talk li.now').count(), 1);

    const first = await page.locator('h1').innerText();
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByText(/^2 of \d+$/).waitFor();
    assert.notEqual(await page.locator('h1').innerText(), first);
    await page.keyboard.press('Shift+ArrowLeft');
    await page.getByText(/^1 of \d+$/).waitFor();
    assert.equal(await page.locator('h1').innerText(), first);
    // In a field, keys are for the field.
    await page.getByRole('searchbox').fill('13');
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press(' ');
    assert.equal(await page.locator('h1').innerText(), first);
  });
});
