import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { coachedServer } from '../support/coached-page.ts';
import { realCourse } from '../support/course-folder.ts';
import { ownFolder } from '../support/own-folder.ts';
import { browserProgram, openPlainBrowser } from '../support/plain-browser.ts';

// A person's own page that no longer answers, in a real browser: its socket stays open, and its instruments are silent.

const course = realCourse();

/** Ends by itself, so that the browser can be closed: longer than the coach waits. */
const LOOP = `<script>
  document.addEventListener('htmx:wsAfterMessage', () => {
    const end = Date.now() + 20000;
    while (Date.now() < end);
  });
</script></body>`;

test.skipIf(browserProgram() === undefined)(
  'a page that loops after a message is told to hang, and the tab beside it is not',
  async ({ onTestFinished }) => {
    const folder = ownFolder(course, { step: 'step-4', moment: 'solution', whenFinished: onTestFinished });
    const file = path.join(folder, 'templates', 'index.html');
    writeFileSync(file, readFileSync(file, 'utf8').replace('</body>', LOOP));
    const browser = await openPlainBrowser();
    onTestFinished(() => browser.close());
    const server = await coachedServer({ course, step: 'step-4', folder, choice: { kind: 'node' } });
    onTestFinished(() => server.close());
    const [one, other] = [await browser.newPage(), await browser.newPage()];
    for (const [at, page] of [one, other].entries()) {
      await page.goto(server.url ?? '');
      const label = `tab ${at + 1}`;
      await server.tells(({ type, tab }) => type === 'connection' && tab === label, 20_000);
    }
    await one.fill('[name=message]', 'hello');
    // The page does not answer the key either.
    void one.press('[name=message]', 'Enter').catch(() => undefined);
    expect(await server.tells(({ type }) => type === 'finding', 30_000)).toBe(true);
    const found = server.told.flatMap((event) => (event.type === 'finding' ? [[event.tab, event.finding.code]] : []));
    expect(found).toEqual([['tab 1', 'page/hung']]);
  },
);
