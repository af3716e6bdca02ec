import { expect, test } from 'vitest';
import { openPage } from '../../src/commands/diagnose/open-page.ts';
import { diagnose, visit } from '../../src/diagnose/index.ts';
import { Timeline } from '../../src/observe/timeline.ts';
import { openProxy } from '../../src/observe/proxy/proxy.ts';
import { NOWHERE } from '../../src/rules/locate.ts';
import { openEngine } from '../../src/run/engine.ts';
import { browserProgram } from '../support/plain-browser.ts';
import { RIGHT } from './apps.ts';
import { serveApps } from './site.ts';

test.skipIf(browserProgram() === undefined)(
  'what the proxy of the coach puts into a page is nothing of the page',
  async ({ onTestFinished }) => {
    const site = await serveApps(RIGHT);
    onTestFinished(() => site.close());
    const reports: string[] = [];
    const proxy = await openProxy({
      port: 0,
      server: () => Number(new URL(site.origin).port),
      onWire: () => undefined,
      pages: {
        watch: { watched: [], events: { recorded: [], requests: [], failures: [], swaps: [] } },
        onReport: (_, { type }) => void reports.push(type),
        onClose: () => undefined,
      },
    });
    onTestFinished(() => proxy?.close());
    const engine = await openEngine('browser', { origin: site.origin, reach: 'anywhere' });
    if (!engine.ok || proxy === undefined) throw new Error('no browser, or no port');
    onTestFinished(() => engine.value.close());

    const opened = await openPage(engine.value, new URL(`http://localhost:${proxy.port}/ticker-2/`), {
      timeline: new Timeline(),
    });
    if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
    const options = { forMs: 1200, clicks: [], signal: new AbortController().signal };
    const seen = await visit(opened.value, options);
    const { answers, traffic } = diagnose(seen, { locate: NOWHERE, probes: {} });
    // The instruments of the proxy are there, and report.
    expect(reports).toContain('hello');
    expect(answers.flatMap(({ findings }) => findings)).toEqual([]);
    expect(traffic).toMatchObject({ sockets: 1, sent: 0 });
  },
);
