'use strict';
// The page of a report in a browser, on screens and on paper, for everything that
// spec/report/page_spec.lua cannot check. scripts/browser-test.sh runs it.
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { after, before, describe, it } = require('node:test');
const { control, seed, startBrowser, visit } = require('../../console/browser/support.js');

const PAPER = 710; // CSS pixels between the margins of an A4 page
const MAX_PAGES = 7; // with 14 campaigns of long names

describe('the page of a report in a browser', { timeout: 240000 }, () => {
  let browser, folder, url;

  before(async () => {
    browser = await startBrowser();
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'report-'));
    await control('reset', {});
    for (let day = 2; day <= 15; day += 1) {
      const date = `2026-03-${String(day).padStart(2, '0')}`;
      await seed(400, {
        source: day % 3 === 0 ? '很长的任务名称'.repeat(8) : 'A campaign with a name '.repeat(4),
        created_at: `${date} 08:30:00`, spacing: 90,
      });
    }
    const file = path.join(folder, 'report.html');
    execFileSync('cli/bin/ai95', ['report', '--from', '2026-03-02', '--to', '2026-03-15',
      '-o', file], {
      env: {
        ...process.env, AI95_BASE_URL: process.env.AI95_SANDBOX_URL, AI95_USERNAME: 'hln',
        AI95_PASSWORD: 'secret', AI95_LUA: 'luajit', HOME: folder,
      },
    });
    url = `file://${file}`;
  });
  after(async () => {
    await browser?.close();
    fs.rmSync(folder, { recursive: true });
  });

  /** Opens the page in a language. Fails if the browser complains about it. */
  async function open(language, options, use) {
    const page = await visit(browser, undefined, options);
    await page.goto(url);
    await page.locator(`label[for=pick-${language}]`).click();
    await use(page);
    await page.context().close();
    assert.deepEqual(page.troubles, []);
  }

  /** The pairs of texts of a chart that overlap. */
  const overlaps = (page) => page.evaluate(() => {
    const found = [];
    for (const chart of document.querySelectorAll('svg')) {
      const texts = [...chart.querySelectorAll('text')]
        .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
        .filter(({ box }) => box.width > 0);
      texts.forEach((one, index) => texts.slice(index + 1).forEach((other) => {
        const across = Math.min(one.box.right, other.box.right)
          - Math.max(one.box.left, other.box.left);
        const down = Math.min(one.box.bottom, other.box.bottom)
          - Math.max(one.box.top, other.box.top);
        if (across > 0.5 && down > 3) { // lines of text are taller than their glyphs
          found.push(`${chart.getAttribute('aria-label')}: ${one.text} and ${other.text}`);
        }
      }));
    }
    return found;
  });

  for (const language of ['zh', 'en']) {
    for (const width of [1280, 390]) {
      for (const colorScheme of ['light', 'dark']) {
        it(`fits: ${language}, ${width} pixels, ${colorScheme}`, async () => {
          await open(language, { viewport: { width, height: 900 }, colorScheme }, async (page) => {
            await page.evaluate(() => {
              for (const details of document.querySelectorAll('details')) details.open = true;
            });
            const excess = await page.evaluate(() => document.documentElement.scrollWidth
              - document.documentElement.clientWidth);
            assert.equal(excess, 0);
            assert.deepEqual(await overlaps(page), []);
          });
        });
      }
    }

    it(`is printed with its tables: ${language}`, async () => {
      await open(language, { viewport: { width: PAPER, height: 900 } }, async (page) => {
        await page.emulateMedia({ media: 'print' });
        assert.deepEqual(await overlaps(page), []);
        const tables = await page.evaluate((id) => [...document.querySelectorAll(`#${id} table`)]
          .map((table) => {
            const box = table.getBoundingClientRect();
            const card = table.closest('.card').getBoundingClientRect();
            return { shown: box.height > 20, fits: box.right <= card.right + 1 };
          }), `page-${language}`);
        assert.ok(tables.length > 8);
        assert.ok(tables.every(({ shown }) => shown));
        assert.ok(tables.every(({ fits }) => fits));
        const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
        const pages = pdf.match(/\/Type \/Page\b/g).length;
        assert.ok(pages > 1 && pages <= MAX_PAGES, `${pages} pages`);
      });
    });
  }
});
