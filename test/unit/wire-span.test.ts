import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../src/model/finding.ts';
import type { Client, TimelineEntry } from '../../src/model/timeline.ts';
import { wireSpan } from '../../src/run/wire-span.ts';
import { play } from '../support/play-graph.ts';

const client = (kind: Client['kind'], label: string, server = 'server'): Client =>
  kind === 'server' ? { kind, label } : { kind, label, server };
const TAB = client('tab', 'tab 1');
const OTHER_TAB = client('tab', 'tab 2');
const SERVER = client('server', 'server');
const ISOLATED = client('server', 'server (isolated)');

function entry(
  ms: number,
  who: Client,
  data: string,
  more: Partial<Pick<TimelineEntry, 'direction' | 'kind' | 'turn'>> = {},
): TimelineEntry {
  return { ms, client: who, direction: 'note', kind: 'ws', data, ...more };
}

const sent = { direction: 'sent' } as const;
const received = { direction: 'received' } as const;
const ended = { turn: 'ends' } as const;
const begun = { turn: 'begins' } as const;

function span(evidence: Evidence, entries: readonly TimelineEntry[], tab?: string) {
  return wireSpan(evidence, { tab, startedMs: 50, endedMs: 1000, entries });
}

describe('which clients and moments a finding is about', () => {
  test('the tab that sent the typed text, whatever its check observes; its answer and the close decide', () => {
    const entries = [
      entry(10, SERVER, 'listens on port 3000', { kind: 'process' }),
      entry(20, TAB, '{"message":"say \\"otter\\""}', sent),
      entry(21, OTHER_TAB, '{"message":"badger"}', sent),
      entry(30, TAB, '<b>otter</b>', received),
      entry(40, OTHER_TAB, 'socket 1 closed with code 1006', ended),
      entry(60, TAB, 'socket 1 closed with code 1000', ended),
    ];
    const did = { kind: 'page', typed: 'say "otter"' } as const;
    expect(span({ did, received: '<b>otter</b>' }, entries, 'tab 2')).toEqual({
      clients: ['tab 1', 'server'],
      moments: [20, 30, 60],
      untilMs: 1000,
    });
  });

  test('the socket that sent the frame, and the server that it talks to', () => {
    const probe = client('socket', 'client 3', 'server (isolated)');
    const entries = [
      entry(5, ISOLATED, 'listens on port 3001', { kind: 'process' }),
      entry(60, client('socket', 'client 2'), 'heron', sent),
      entry(70, probe, 'weasel', sent),
      entry(80, probe, 'closed with code 1005', ended),
    ];
    const did = { kind: 'ws', path: '/ws', sent: ['weasel'] } as const;
    expect(span({ did }, entries)).toEqual({
      clients: ['client 3', 'server (isolated)'],
      moments: [70, 80],
      untilMs: 1000,
    });
  });

  test('a frame that is longer than a line of the timeline is found', () => {
    const long = `${'a'.repeat(2000)} stoat`;
    const half = Math.floor((600 - 24) / 2);
    const data = `${long.slice(0, half)} … (${long.length} characters) … ${long.slice(-half)}`;
    const did = { kind: 'ws', path: '/ws', sent: [long] } as const;
    expect(span({ did }, [entry(60, client('socket', 'client 7'), data, sent)])?.clients).toContain('client 7');
  });

  test('the tab of the check where nothing was typed, and its errors', () => {
    const entries = [
      entry(60, TAB, 'opens socket 1'),
      entry(70, OTHER_TAB, 'error: boom', ended),
      entry(80, TAB, 'error: WebSocket refused', ended),
      entry(90, TAB, 'htmx:wsError'),
    ];
    expect(span({ did: { kind: 'page' } }, entries, 'tab 1')).toMatchObject({
      clients: ['tab 1', 'server'],
      moments: [80],
    });
  });

  test('the last line of its clients where nothing failed: silence has no line of its own', () => {
    const entries = [entry(60, TAB, 'opens socket 1'), entry(70, TAB, 'socket 1 is open'), entry(80, OTHER_TAB, 'x')];
    expect(span({ did: { kind: 'page' } }, entries, 'tab 1')?.moments).toEqual([70]);
  });

  test('all connections that the page asks for, where none failed', () => {
    const entries = [
      entry(60, TAB, 'opens stream 1', begun),
      ...[61, 62, 63].map((ms) => entry(ms, TAB, 'event')),
      entry(64, TAB, 'opens stream 2', begun),
      entry(70, TAB, 'event'),
    ];
    expect(span({ did: { kind: 'page' } }, entries, 'tab 1')?.moments).toEqual([60, 64, 70]);
  });

  test('a request of ours, else the tab that asked for the file', () => {
    const http = client('http', 'client');
    const failure = entry(60, TAB, '/static/ws.js: status 404', { kind: 'http', ...ended });
    const did = { kind: 'http', path: '/static/ws.js' } as const;
    expect(span({ did }, [failure], 'tab 1')).toMatchObject({ clients: ['tab 1', 'server'], moments: [60] });
    const asked = entry(70, http, 'GET /static/ws.js', { kind: 'http', ...sent });
    expect(span({ did }, [failure, asked], 'tab 1')).toMatchObject({ clients: ['client', 'server'], moments: [70] });
  });

  test('the stream that was opened before the check began; not the one of an isolated server', () => {
    const entries = [
      entry(10, client('stream', 'stream (isolated server)', 'server (isolated)'), 'GET /sse', sent),
      entry(20, client('stream', 'stream 1'), 'GET /sse', sent),
      entry(60, client('stream', 'stream 1'), 'the server ended the response', ended),
      entry(70, client('stream', 'stream 2'), 'GET /sse', sent),
    ];
    expect(span({ did: { kind: 'sse', path: '/sse' } }, entries)).toMatchObject({
      clients: ['stream 1', 'server'],
      moments: [60],
    });
  });

  test('what the console says is older than the check', () => {
    const entries = [
      entry(10, TAB, 'error: Connecting violates the policy', { kind: 'console' }),
      entry(60, TAB, 'socket 1: error', ended),
    ];
    const received = 'Connecting violates the policy';
    expect(span({ did: { kind: 'page' }, received }, entries, 'tab 1')?.moments).toEqual([10, 60]);
  });

  test('an answer that went to another client', () => {
    const entries = [
      entry(60, client('socket', 'client 1'), '{"message":"heron"}', sent),
      entry(61, client('socket', 'client 3'), '<p>stoat</p>', received),
      entry(62, client('socket', 'client 2'), '<p>heron</p>', received),
    ];
    const did = { kind: 'ws', path: '/ws', sent: ['{"message":"heron"}'] } as const;
    expect(span({ did, seenBy: ['client 1', 'client 2'] }, entries)).toMatchObject({
      clients: ['client 1', 'client 2', 'server'],
      moments: [60, 62],
    });
  });

  test('those that the check names', () => {
    const entries = [
      entry(60, TAB, 'a', sent),
      entry(70, OTHER_TAB, 'b', sent),
      entry(75, client('tab', 'tab 3'), 'c'),
    ];
    const seenBy = ['tab 1', 'tab 2'];
    expect(span({ did: { kind: 'page' }, seenBy }, entries)?.clients).toEqual(['tab 1', 'tab 2', 'server']);
  });

  test('the message after which a text that had been answered is gone', () => {
    const entries = [
      entry(60, TAB, '{"message":"otter"}', sent),
      entry(70, TAB, '<p>otter</p>', received),
      entry(80, OTHER_TAB, '<p>badger</p>', received),
      entry(90, TAB, '<p>otter</p><p>badger</p>', received),
      entry(95, TAB, '<p>badger</p>', received),
      entry(99, TAB, '<p>heron</p>', received),
    ];
    const did = { kind: 'page', typed: 'otter' } as const;
    expect(span({ did, received: 'badger heron' }, entries)?.moments).toEqual([60, 95]);
    // The page still has it: nothing was replaced.
    expect(span({ did, received: 'otter badger' }, entries)?.moments).toEqual([60]);
  });

  test('the line that the server printed, without what came after the check', () => {
    const entries = [
      entry(60, TAB, '{"message":"otter"}', sent),
      entry(70, SERVER, 'TypeError: no', { kind: 'process' }),
      entry(2000, TAB, 'socket 1 closed with code 1006', ended),
    ];
    const did = { kind: 'page', typed: 'otter' } as const;
    expect(span({ did, output: ['  TypeError: no'] }, entries)?.moments).toEqual([60, 70]);
  });

  test('a crash: the server, and who talked to it meanwhile', () => {
    const entries = [
      entry(10, client('socket', 'client 1'), 'early', sent),
      entry(60, client('socket', 'client 2'), 'heron', sent),
      entry(61, client('socket', 'client 9', 'server (isolated)'), 'other', sent),
      entry(70, SERVER, 'Error: boom', { kind: 'process' }),
    ];
    expect(span({ output: ['Error: boom'] }, entries)).toMatchObject({
      clients: ['client 2', 'server'],
      moments: [70],
    });
  });

  test('nothing for a file that was read, or without any line', () => {
    expect(span({ did: { kind: 'read', file: 'package.json' } }, [entry(60, TAB, 'a')], 'tab 1')).toBeUndefined();
    expect(span({ did: { kind: 'page' } }, [], 'tab 1')).toBeUndefined();
  });
});

test('the run adds it to each finding of a check', async () => {
  const later = performance.now() + 1;
  const finding = {
    code: 'oob/no-id',
    severity: 'error',
    facts: { tag: 'div' },
    evidence: { did: { kind: 'page' } },
  } as const;
  const { results } = await play(
    {
      one: {
        tab: 'tab 1',
        outcome: async () => {
          while (performance.now() < later) await new Promise(setImmediate);
          return { findings: [finding] };
        },
      },
    },
    { entries: [entry(0, TAB, 'socket 1 is open')], tab: { ok: true, value: {} as never } },
  );
  expect(results['one']?.findings[0]?.evidence.wire).toMatchObject({ clients: ['tab 1', 'server'], moments: [0] });
});
