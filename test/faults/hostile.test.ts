import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TemporaryFolder } from '../support/course-folder.ts';
import { hostileFolder } from '../support/hostile-folder.ts';
import { measured } from '../support/measured.ts';
import type { Measured } from '../support/measured.ts';

/** All of them, as `npm run faults` does, or those that stand for a kind. */
const ALL = process.env['FAULT_HOSTILE'] === 'all';
const MOST_SECONDS = 30;
const MOST_MB = 400;
/** Of the report for machines. */
const MOST_CHARACTERS = 1_500_000;
const SERVER = path.join(import.meta.dirname, 'hostile/server.mjs');

interface Expected {
  /** The code of one of its errors. */
  readonly code: string;
  /** In the test command, too. */
  readonly kind?: true;
}

const SOCKET: Readonly<Record<string, Expected>> = {
  'ws reply of 50 MB': { code: 'ws/too-much' },
  'ws reply of 3 MB': { code: 'ws/too-much' },
  'ws reply 5000 elements deep': { code: 'page/nested-too-deep', kind: true },
  'ws reply 100000 elements deep': { code: 'ws/too-much' },
  'ws reply of 100000 elements': { code: 'ws/too-much' },
  'ws reply of 20000 oob elements': { code: 'ws/too-much' },
  'ws frame of 100 MB': { code: 'ws/too-much' },
  'ws frame of 8 exabytes': { code: 'ws/too-much' },
  'ws endless fragments': { code: 'ws/too-much' },
  'ws endless empty fragments': { code: 'ws/too-much' },
  'ws endless frames of 10 kB': { code: 'ws/too-much', kind: true },
  'ws endless frames of one byte': { code: 'ws/too-much' },
  'ws deflate bomb of 100 MB': { code: 'ws/too-much', kind: true },
  'ws 20 deflate bombs of 90 MB': { code: 'ws/too-much' },
  'ws pong flood': { code: 'ws/too-much' },
  'ws ping flood': { code: 'ws/too-much' },
  'ws frame that drips': { code: 'ws/no-reply' },
  'ws text that is no frame': { code: 'ws/bad-frame', kind: true },
  'handshake drips': { code: 'ws/handshake-failed', kind: true },
  'handshake drips after a status': { code: 'ws/no-route' },
  'handshake 100 Continue without end': { code: 'ws/handshake-failed' },
  'handshake headers without end': { code: 'ws/handshake-failed' },
  'handshake silent': { code: 'ws/handshake-failed' },
};

const PAGE: Readonly<Record<string, Expected>> = {
  'page drips': { code: 'server/endless-answer' },
  'page without end': { code: 'server/endless-answer' },
  'page of 1 GB': { code: 'server/endless-answer' },
  'page head drips': { code: 'server/endless-answer' },
  'page 100 Continue without end': { code: 'server/stopped-answering' },
  'page headers without end': { code: 'server/endless-answer' },
  'page redirects without end': { code: 'server/endless-answer' },
  'page gzip bomb': { code: 'server/endless-answer', kind: true },
  'page shorter than it says': { code: 'server/endless-answer' },
  'page 5000 elements deep': { code: 'page/nested-too-deep' },
  'page 100000 elements deep': { code: 'page/nested-too-deep' },
  'page of 300000 elements': { code: 'server/endless-answer' },
  'script drips': { code: 'page/script-missing' },
  'script without end': { code: 'page/script-missing' },
  'script gzip bomb': { code: 'page/script-missing' },
  'script redirects without end': { code: 'page/script-missing' },
  'slow to say anything': { code: 'server/stopped-answering' },
};

const STREAM: Readonly<Record<string, Expected>> = {
  'stream without a line end': { code: 'sse/too-much', kind: true },
  'stream event of 50 MB': { code: 'sse/too-much' },
  'stream of a million events': { code: 'sse/wrong-rate' },
  'stream of comments': { code: 'sse/too-much' },
  'stream gzip bomb': { code: 'sse/too-much' },
  'stream event 5000 elements deep': { code: 'page/nested-too-deep' },
  'stream event of 100000 lines': { code: 'sse/not-html' },
  'stream head drips': { code: 'sse/no-response' },
  'stream 100 Continue without end': { code: 'sse/no-response' },
  'stream redirects without end': { code: 'sse/no-response' },
  'stream drips': { code: 'sse/no-data-prefix' },
};

let course: TemporaryFolder;
beforeAll(() => {
  course = hostileFolder();
});
afterAll(() => course.remove());

interface Report {
  readonly steps: readonly {
    readonly checks: readonly {
      readonly findings: readonly { readonly code: string }[];
      readonly undecided?: { readonly suspected: readonly string[] };
    }[];
  }[];
}

interface Checked extends Measured {
  readonly codes: readonly string[];
  /** What a check that could not be decided saw. */
  readonly suspected: readonly string[];
}

async function checked(fault: string, step: string): Promise<Checked> {
  const command = `"${process.execPath}" "${SERVER}" "${fault}"`;
  const args = ['check', step, '--dir', course.folder, '--run', command, '--json'];
  const run = await measured(args, { without: SERVER, deadlineMs: 120_000 });
  const took = `${run.seconds.toFixed(1)} s, ${ownSeconds(run).toFixed(1)} of them with a processor`;
  // oxlint-disable-next-line no-console -- the table in docs/reliability.md is made of it
  if (ALL) console.log(`${fault}: exit code ${run.code}, ${took}, ${run.peakMb} MB`);
  const { steps } = run.out === '' ? { steps: [] } : (JSON.parse(run.out) as Report);
  const checks = steps.flatMap((each) => each.checks);
  const codes = checks.flatMap(({ findings }) => findings.map(({ code }) => code));
  return { ...run, codes, suspected: checks.flatMap(({ undecided }) => undecided?.suspected ?? []) };
}

const RIGHT = 'nothing wrong';
const all = { ...SOCKET, ...PAGE, ...STREAM };

function chosen(faults: Readonly<Record<string, Expected>>): readonly string[] {
  return Object.keys(faults).filter((fault) => ALL || faults[fault]?.kind === true);
}

/** What takes 30 seconds alone takes longer beside other programs: that part of the time does not count, but a wait does. */
function ownSeconds({ seconds, waitedSeconds }: Measured): number {
  return seconds - waitedSeconds;
}

describe(`each hostile answer gets its finding, within ${MOST_SECONDS} seconds and ${MOST_MB} MB`, () => {
  test('the same server without a fault passes', async () => {
    const run = await checked(RIGHT, 'step-7');
    expect(run.code, run.err).toBe(0);
  });

  test.each([...chosen(SOCKET), ...chosen(PAGE), ...chosen(STREAM)])('%s', async (fault) => {
    const run = await checked(fault, fault in STREAM ? 'step-7' : 'step-5');
    // A machine that is too busy for a verdict gets none.
    expect(run.code === 3 && run.suspected.length > 0 ? 1 : run.code, run.err).toBe(1);
    expect([...run.codes, ...run.suspected]).toContain(all[fault]?.code);
    expect(ownSeconds(run)).toBeLessThan(MOST_SECONDS);
    expect(run.peakMb).toBeLessThan(MOST_MB);
    expect(run.out.length).toBeLessThan(MOST_CHARACTERS);
  });
});
