'use strict';
// The call console in a browser, for everything that spec/console/console_spec.lua cannot check.
// scripts/browser-test.sh runs it.
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const { beforeEach, it } = require('node:test');
const {
  campaign, control, freePort, openCall, seed, start, suite, visit,
} = require('./support.js');

const RECORDING_SECONDS = 60;

suite('the call console in a browser', {
  recording_seconds: RECORDING_SECONDS, dial_seconds: 1000,
}, (its) => {
  let browser, server, page;
  beforeEach(() => { ({ browser, server, page } = its); });

  const operations = async () => (await control('state')).endpoints.operateTask?.received ?? 0;
  const title = (name) => page.getByRole('heading', { level: 1, name }).waitFor();

  it('lists the campaigns with their progress, and pauses and resumes one', async () => {
    await seed(40, { source: '会员关怀' });
    campaign('年底回访');
    await page.goto('/');
    assert.match(await page.locator('.task', { hasText: '会员关怀' }).innerText(), /40 of 40 dialled/);
    assert.match(await page.locator('.task', { hasText: '年底回访' }).innerText(), /0 of 200 dialled/);

    await page.getByRole('button', { name: 'Pause “年底回访”' }).click();
    await title('年底回访');
    await page.getByRole('status').getByText('“年底回访” is paused.').waitFor();
    assert.equal(await page.locator('.state').innerText(), 'Paused');
    await page.reload();
    assert.equal(await page.getByRole('status').count(), 0);
    await page.getByRole('link', { name: 'Resume “年底回访”' }).click();
    await title('Go on calling: 200 people');
    await page.getByRole('button', { name: 'Go on calling: 200 people' }).click();
    await page.getByRole('status').getByText('“年底回访” is running again.').waitFor();
    assert.equal(await page.locator('.state').innerText(), 'Sending');
    assert.equal(await operations(), 2);
  });

  it('reports an unknown outcome, and no reload repeats the operation', async () => {
    campaign('年底回访');
    await page.goto('/');
    await control('fault', { endpoint: 'operateTask', fault: 'close_after' });
    await page.getByRole('button', { name: 'Pause “年底回访”' }).click();
    await page.getByRole('alert').getByText('“年底回访” may or may not be paused').waitFor();
    await page.reload();
    await page.reload();
    await page.goBack();
    await page.goForward();
    assert.equal(await operations(), 1);
  });

  it('opens a call, plays its recording, and seeks in it', async () => {
    await seed(10);
    const statuses = [];
    page.on('response', (response) => {
      if (response.url().includes('/recording')) statuses.push(response.status());
    });
    await openCall(page);
    const whole = page.getByLabel('Recording of the whole call');
    await whole.evaluate((audio) => audio.readyState > 0
      || new Promise((resolve) => { audio.onloadedmetadata = resolve; }));
    assert.deepEqual(await whole.evaluate((audio) => [audio.duration, audio.seekable.end(0)]),
      [RECORDING_SECONDS, RECORDING_SECONDS]);

    await whole.focus();
    await page.keyboard.press('Space');
    const playing = (audio) => !audio.paused && audio.currentTime > 0.1;
    await page.waitForFunction(playing, await whole.elementHandle());
    const after = await whole.evaluate((audio) => new Promise((resolve) => {
      audio.onseeked = () => {
        audio.ontimeupdate = () => { if (audio.currentTime > 50.1) resolve(audio.currentTime); };
      };
      audio.currentTime = 50;
    }));
    assert.ok(after < 60);
    assert.ok(statuses.length > 0 && statuses.every((status) => status === 206), statuses.join());
  });

  it('plays each answer', async () => {
    await seed(10);
    await openCall(page);
    const turns = page.getByLabel(/^Recording of answer/);
    assert.ok(await turns.count() >= 2);
    for (const turn of await turns.all()) {
      await turn.focus();
      await page.keyboard.press('Space');
      await page.waitForFunction((audio) => audio.currentTime > 0.1, await turn.elementHandle());
      await turn.evaluate((audio) => audio.pause());
    }
  });

  it('shows a script in an answer, and does not run it', async () => {
    const answer = '<script>window.hacked = 1</script><img src=x onerror="window.hacked = 1">';
    await seed(10, { answer, source: answer, mark: answer });
    await openCall(page);
    assert.ok(await page.getByText(answer).count() >= 3);
    assert.equal(await page.evaluate(() => window.hacked), undefined);

    // A script that got into the page would not run either.
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.hacked = 1';
      document.body.append(script);
    });
    assert.equal(await page.evaluate(() => window.hacked), undefined);
    assert.match(page.troubles.pop(), /Content Security Policy/);
  });

  it('can be used with the keyboard only', async () => {
    await seed(10, { source: '会员关怀' });
    campaign('年底回访');
    await page.goto('/');
    /** Presses Tab until an element has this text, then Enter. Each element must show its focus. */
    async function enter(text) {
      for (let i = 0; i < 40; i += 1) {
        await page.keyboard.press('Tab');
        const focused = await page.evaluate(() => {
          const element = document.activeElement;
          const { outlineStyle, outlineWidth } = getComputedStyle(element);
          return { text: element.innerText, ring: `${outlineStyle} ${outlineWidth}` };
        });
        assert.equal(focused.ring, 'solid 3px', `${text}: ${focused.text}`);
        if (focused.text === text) return page.keyboard.press('Enter');
      }
      return assert.fail(`Tab does not reach ${text}`);
    }

    await enter('Skip to the content');
    await page.locator('main:focus').waitFor();
    await enter('会员关怀'); // Tab skips the filters, which are closed
    await title('会员关怀');
    await enter('Filter');
    await page.locator('details[open]').waitFor();
    await page.keyboard.press('Tab');
    await page.locator('#filter-start_create_at:focus').waitFor();
    await page.goto('/');
    await enter('Pause');
    await page.getByText('“年底回访” is paused.').waitFor();
  });

  it('has names for all controls, and one heading on each page', async () => {
    await seed(60, { source: '会员关怀' });
    campaign('年底回访');
    await openCall(page);
    const USABLE = 'input:not([type=hidden]), select, audio, button, a, progress, nav, section';
    const addresses = ['/', page.url(), '/task?sn=nothing'];
    await page.goBack();
    addresses.push(page.url());
    for (const address of addresses) {
      await page.goto(address);
      const found = await page.evaluate((usable) => {
        const isNamed = (one) => one.labels?.length || one.ariaLabel || one.textContent.trim()
          || document.getElementById(one.getAttribute('aria-labelledby'))?.textContent;
        const ids = [...document.querySelectorAll('[id]')].map((one) => one.id);
        return {
          headings: document.querySelectorAll('h1').length,
          landmarks: ['header', 'main', 'footer']
            .filter((name) => document.querySelectorAll(`body > ${name}`).length !== 1),
          nameless: [...document.querySelectorAll(usable)].filter((one) => !isNamed(one))
            .map((one) => one.outerHTML),
          twice: ids.filter((id, i) => ids.indexOf(id) !== i),
        };
      }, USABLE);
      assert.deepEqual(found, { headings: 1, landmarks: [], nameless: [], twice: [] }, address);
    }
    assert.match(page.troubles.splice(0).join(), /^Failed to load resource: .* 404 \(Not Found\)$/);
  });

  for (const locale of ['en', 'zh-CN']) {
    it(`fits a phone, in ${locale}`, async () => {
      const long = 'A name that is long, '
        + 'and_one_word_that_has_no_blank_in_it_at_all_but_goes_on_and_on_and_on';
      await seed(60, { source: long, mark: long, answer: long });
      campaign(long);
      await openCall(page);
      const addresses = ['/', page.url(), `/task?sn=${long}`];
      await page.goBack();
      addresses.push(page.url());
      for (const width of [375, 320]) {
        const phone = await visit(browser, server.url, {
          locale, viewport: { width, height: 700 }, isMobile: true, hasTouch: true,
        });
        for (const address of addresses) {
          await phone.goto(address);
          assert.equal(await phone.evaluate(() => document.documentElement.lang), locale);
          const { scrollWidth, wide } = await phone.evaluate(() => ({
            scrollWidth: document.documentElement.scrollWidth,
            wide: [...document.querySelectorAll('main *')]
              .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
              .map((one) => one.outerHTML),
          }));
          assert.equal(scrollWidth, width, address);
          assert.deepEqual(wide, [], address);
        }
        await phone.context().close();
      }
    });
  }

  it('is started by `make console`, and ends completely after Ctrl-C', async () => {
    const port = await freePort();
    const folder = fs.mkdtempSync(`${os.tmpdir()}/console-test-`);
    const made = await start('make', ['console', `PORT=${port}`],
      /console: http:\/\/127\.0\.0\.1:\d+\//, { TMPDIR: folder });
    assert.match(made.output(), new RegExp(`console: http://127\\.0\\.0\\.1:${port}/`));
    await page.goto(`http://127.0.0.1:${port}/`);
    assert.equal(await page.locator('.task').count(), 4);
    await page.getByRole('button', { name: /^Pause/ }).first().click();
    await page.getByText('is paused.').waitFor();
    assert.ok(made.group().length > 4 && fs.readdirSync(folder).length === 2);
    await made.interrupt(); // fails if a process is left
    fs.rmdirSync(folder); // fails if a file is left in it
    await assert.rejects(fetch(`http://127.0.0.1:${port}/`));
  });
});
