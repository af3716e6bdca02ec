// Makes the pictures of the report in HTML: a real report of a real check, in a real browser. What differs from run to run is replaced in the page.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

/** Where Chromium is; CHROME_PATH names another. */
const BROWSERS = [process.env.CHROME_PATH ?? '', '/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];
const WIDTH = 900;
/** The words of a check, the same in each. */
const SEED = 'picture';

/**
 * @typedef {object} View
 * @property {string} name of the file
 * @property {'light' | 'dark'} colorScheme
 * @property {string} from selector of what is at the top
 * @property {string} to selector of what is at the bottom
 */

/** @type {View[]} */
export const VIEWS = [
  { name: 'report-light', colorScheme: 'light', from: 'body', to: '.finding .source' },
  {
    name: 'report-dark',
    colorScheme: 'dark',
    from: '.finding dt:nth-of-type(3)',
    to: '.finding figcaption:not(.source *)',
  },
];

/**
 * @param {string} folder of a learner, with something that is wrong in step 4
 * @param {{ launcher: string, linked: string, pictures: string, views: View[] }} where absolute paths, the one with the tutor's plain name among them, and
 *   what is taken
 */
export async function takeReport(folder, { launcher, linked, pictures, views }) {
  const report = path.join(path.dirname(folder), 'report.html');
  try {
    const args = [launcher, 'check', 'step-4', '--seed', SEED, '--html', report];
    const env = { ...process.env, PATH: `${linked}${path.delimiter}${process.env.PATH}` };
    execFileSync(process.execPath, args, { cwd: folder, stdio: 'ignore', env });
  } catch {
    // It is not passed, as it should be.
  }
  const executablePath = BROWSERS.find((each) => each !== '' && existsSync(each));
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  try {
    for (const { name, colorScheme, from, to } of views) {
      const page = await browser.newPage({ colorScheme, viewport: { width: WIDTH, height: 900 } });
      await page.goto(pathToFileURL(report).href);
      await page.evaluate(withoutChance);
      const top = from === 'body' ? 0 : ((await page.locator(from).first().boundingBox())?.y ?? 0) - 16;
      const last = await page.locator(to).first().boundingBox();
      if (last === null) throw new Error(`the report has no ${to}`);
      const clip = { x: 0, y: top, width: WIDTH, height: Math.round(last.y + last.height + 10 - top) };
      await page.screenshot({ path: path.join(pictures, `${name}.png`), fullPage: true, clip });
      process.stdout.write(`docs/pictures/${name}.png  ${clip.height} rows\n`);
    }
  } finally {
    await browser.close();
  }
}

/** In the page: times, ports and the folder are replaced. */
function withoutChance() {
  const facts = { Checked: '2026-03-01 09:30 UTC', Time: '4.1 s', Folder: '~/htmx-realtime-demo' };
  for (const term of document.querySelectorAll('.facts dt')) {
    const value = facts[term.textContent];
    if (value !== undefined) term.nextElementSibling.textContent = value;
  }
  const times = [...document.querySelectorAll('.finding .time, .finding .wire td.number-cell')];
  const order = [...new Set(times.map(({ textContent }) => Number(textContent)))].toSorted((one, other) => one - other);
  for (const time of times) time.textContent = (812.4 + order.indexOf(Number(time.textContent)) * 3.7).toFixed(1);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode() !== null)
    walker.currentNode.textContent = walker.currentNode.textContent.replaceAll(/(?<=localhost:)\d{5}/gu, '30258');
}
