import type { StreamFacts } from '../../../src/model/facts/stream.ts';
import { AT_STREAM, IN_SERVER } from './sample.ts';
import type { Samples } from './sample.ts';

export const streamSamples: Samples<keyof StreamFacts> = {
  'sse/no-route': [
    { facts: { status: 404 }, evidence: AT_STREAM },
    { facts: { status: 200 }, evidence: AT_STREAM },
    { facts: { status: 404, because: 'answered-by-itself' }, evidence: AT_STREAM },
    { facts: { status: 404, near: '/sse/count' }, evidence: AT_STREAM },
    { facts: { status: 404, written: true }, evidence: AT_STREAM },
  ],
  'sse/server-error': [
    { facts: { status: 500, generator: true, error: '' }, evidence: AT_STREAM },
    { facts: { status: 500, generator: true, call: 'counter(1)', error: '' }, evidence: AT_STREAM },
    { facts: { status: 500, generator: false, error: '' }, evidence: AT_STREAM },
    { facts: { status: 500, generator: false, error: '', unseen: true }, evidence: AT_STREAM },
    {
      facts: { status: 200, generator: false, error: "NameError: name 'count' is not defined" },
      evidence: { ...AT_STREAM, ...IN_SERVER },
    },
    { facts: { status: 200, generator: false, error: '' }, evidence: { ...AT_STREAM, output: ['Traceback'] } },
  ],
  'sse/unexpected-status': [
    { facts: { status: 204 }, evidence: AT_STREAM },
    { facts: { status: 301 }, evidence: AT_STREAM },
    { facts: { status: 307, location: 'http://127.0.0.1:8001/ticks' }, evidence: AT_STREAM },
    { facts: { status: 401 }, evidence: AT_STREAM },
    { facts: { status: 405 }, evidence: AT_STREAM },
    { facts: { status: 418 }, evidence: AT_STREAM },
  ],
  'sse/too-much': [
    { facts: { of: 'line', most: 1024 * 1024 }, evidence: AT_STREAM },
    { facts: { of: 'event', most: 1024 * 1024 }, evidence: AT_STREAM },
    { facts: { of: 'stream', most: 8 * 1024 * 1024 }, evidence: AT_STREAM },
  ],
  'sse/no-response': [
    { facts: { lacks: 'unknown', error: 'ReferenceError: respons is not defined' }, evidence: AT_STREAM },
    {
      facts: { lacks: 'unknown' },
      evidence: { ...AT_STREAM, failure: { reason: 'endless', excess: { of: 'redirects', most: 20 } } },
    },
    { facts: { lacks: 'unknown' }, evidence: { ...AT_STREAM, failure: { reason: 'deadline' }, waitedMs: 3000 } },
    { facts: { lacks: 'flush' }, evidence: { ...AT_STREAM, failure: { reason: 'deadline' }, waitedMs: 3000 } },
    { facts: { lacks: 'async-iterator' }, evidence: { ...AT_STREAM, failure: { reason: 'deadline' }, waitedMs: 3000 } },
    { facts: { lacks: 'end-headers' }, evidence: { ...AT_STREAM, failure: { reason: 'deadline' }, waitedMs: 3000 } },
    { facts: { lacks: 'plain-iterator' }, evidence: { ...AT_STREAM, failure: { reason: 'deadline' }, waitedMs: 3000 } },
    { facts: { lacks: 'hijack' }, evidence: { ...AT_STREAM, failure: { reason: 'broken', error: 'socket hang up' } } },
    { facts: { lacks: 'unknown' }, evidence: { ...AT_STREAM, failure: { reason: 'broken', error: 'socket hang up' } } },
  ],
  'sse/wrong-content-type': [
    { facts: { contentType: '', because: 'set-too-late' }, evidence: AT_STREAM },
    { facts: { contentType: '' }, evidence: AT_STREAM },
    { facts: { contentType: 'text/html' }, evidence: AT_STREAM },
    { facts: { contentType: 'text/event-stream; charset=latin1' }, evidence: AT_STREAM },
    { facts: { contentType: 'text/html', accepts: 'text/html, text/event-stream' }, evidence: AT_STREAM },
  ],
  'sse/no-event': [
    { facts: { bytes: 0, lacks: 'unknown' }, evidence: AT_STREAM },
    { facts: { bytes: 0, lacks: 'flush' }, evidence: AT_STREAM },
    { facts: { bytes: 24, lacks: 'unknown' }, evidence: { ...AT_STREAM, received: 'event: tick\n\n' } },
  ],
  'sse/no-blank-line': [
    { facts: { literal: false }, evidence: { ...AT_STREAM, received: 'data: 1\ndata: 2\n', caret: 7 } },
    { facts: { literal: true }, evidence: { ...AT_STREAM, received: 'data: 1\\n\\n' } },
    { facts: { literal: false, slash: true }, evidence: { ...AT_STREAM, received: 'data: 1/n/n' } },
  ],
  'sse/no-data-prefix': [
    { facts: { field: 'Data' }, evidence: { ...AT_STREAM, received: 'Data: 1\n\n', caret: 0 } },
    { facts: { field: '  data' }, evidence: AT_STREAM },
    { facts: { field: 'data ' }, evidence: AT_STREAM },
    { facts: { field: '<div>1</div>' }, evidence: AT_STREAM },
    { facts: { field: '<div>1</div>', by: 'fastapi.sse' }, evidence: AT_STREAM },
  ],
  'sse/multiline-without-prefix': [
    { facts: { line: '  1' }, evidence: AT_STREAM },
    { facts: { cut: '<div class="message">' }, evidence: AT_STREAM },
  ],
  'sse/doubled-prefix': [
    {
      facts: { field: 'data', by: 'EventSourceResponse' },
      evidence: { ...AT_STREAM, received: 'data: data: 1\n\n', caret: 6 },
    },
    { facts: { field: 'data', by: 'writeSSE' }, evidence: AT_STREAM },
    { facts: { field: 'data', by: 'fastapi.sse' }, evidence: AT_STREAM },
    { facts: { field: 'event', by: '' }, evidence: AT_STREAM },
  ],
  'sse/json-data': [
    { facts: { holds: 'string', by: 'fastapi.sse' }, evidence: AT_STREAM },
    { facts: { holds: 'list', by: '' }, evidence: AT_STREAM },
    { facts: { holds: 'object', member: 'html', by: '' }, evidence: AT_STREAM },
    { facts: { holds: 'values', by: '' }, evidence: { ...AT_STREAM, received: '{"count":1}' } },
  ],
  'sse/escaped-html': [
    { severity: 'warning', facts: {}, evidence: { ...AT_STREAM, received: '&lt;b&gt;12 %&lt;/b&gt;' } },
  ],
  'sse/pieces-replaced': [{ facts: { pieces: ['The', ' quick', ' brown', ' fox'] }, evidence: AT_STREAM }],
  'sse/run-together': [
    {
      facts: { pieces: ['The', ' quick', ' brown', ' fox'], shown: 'Thequickbrownfox', field: 'htmx-1' },
      evidence: AT_STREAM,
    },
    {
      facts: { pieces: ['The', 'quick', 'brown', 'fox'], shown: 'Thequickbrownfox', field: 'without-space' },
      evidence: { ...AT_STREAM, received: 'The\nquick\nbrown\nfox' },
    },
    { facts: { pieces: ['The', 'quick', 'brown', 'fox'], shown: 'Thequickbrownfox' }, evidence: AT_STREAM },
  ],
  'sse/line-ends-lost': [
    { facts: { shown: 'a list:- flour- yeast', empty: 2 }, evidence: { ...AT_STREAM, received: ':\n\n- ' } },
  ],
  'sse/not-html': [{ facts: { data: '17' }, evidence: AT_STREAM }],
  'sse/ends-early': [
    { facts: { events: 1, because: 'ended', call: 'response.end' }, evidence: AT_STREAM },
    { facts: { events: 1, because: 'ended', call: 'response.end', sends: true }, evidence: AT_STREAM },
    { facts: { events: 3, because: 'generator-ends', call: '' }, evidence: AT_STREAM },
    { facts: { events: 0, because: 'callback-returns', call: 'streamSSE' }, evidence: AT_STREAM },
    { facts: { events: 0, because: 'handler-returns', call: 'web.StreamResponse' }, evidence: AT_STREAM },
    { facts: { events: 0, because: 'answered-by-itself', call: 'ctx.res.write' }, evidence: AT_STREAM },
    { facts: { events: 0, because: 'unknown', call: '' }, evidence: AT_STREAM },
    { facts: { events: 1, because: 'content-length', call: '' }, evidence: AT_STREAM },
    { facts: { events: 0, because: 'dict-yielded', call: 'StreamingResponse' }, evidence: AT_STREAM },
    { facts: { events: 0, because: 'object-enqueued', call: 'controller.enqueue' }, evidence: AT_STREAM },
    { facts: { events: 20, because: 'ended', call: 'response.end', clock: 'fast' }, evidence: AT_STREAM },
  ],
  'sse/falls-silent': [
    { facts: { events: 20, call: 'clearInterval', clock: 'fast' }, evidence: AT_STREAM },
    { facts: { events: 7, call: '' }, evidence: { ...AT_STREAM, waitedMs: 4600 } },
  ],
  'sse/buffered': [
    { facts: { encoding: '', atOnce: 0 }, evidence: AT_STREAM },
    { facts: { encoding: '', atOnce: 1 }, evidence: AT_STREAM },
    { facts: { encoding: '', atOnce: 4 }, evidence: AT_STREAM },
    { facts: { encoding: 'gzip', atOnce: 0 }, evidence: AT_STREAM },
    {
      facts: { encoding: '', atOnce: 0, held: 'head' },
      evidence: { ...AT_STREAM, failure: { reason: 'deadline' }, waitedMs: 3000 },
    },
  ],
  'sse/wrong-rate': [
    { facts: { intervals: [], wantedMs: 1000 }, evidence: AT_STREAM },
    { facts: { intervals: [101, 99, 100, 100, 100, 100, 100] }, evidence: AT_STREAM },
    { facts: { intervals: [3001, 2999], wantedMs: 1000 }, evidence: AT_STREAM },
    { facts: { intervals: [900, 1100], wantedMs: 250 }, evidence: AT_STREAM },
    { facts: { intervals: [6020], wantedMs: 1000, late: 'first' }, evidence: AT_STREAM },
    { facts: { intervals: [0, 1, 0], wantedMs: 1000, because: 'awaits-no-promise' }, evidence: AT_STREAM },
  ],
  'sse/one-client-only': [
    { facts: { first: [], second: [] }, evidence: AT_STREAM },
    { facts: { first: [1, 3], second: [2, 4] }, evidence: AT_STREAM },
    { facts: { first: [1, 2, 3], second: [] }, evidence: AT_STREAM },
    { facts: { first: [1], second: [] }, evidence: { ...AT_STREAM, answer: { status: 503 } } },
  ],
  'sse/crashes-on-disconnect': [
    { facts: { exit: { kind: 'code', code: 1 }, error: 'Error: write after end', repeats: 0 }, evidence: AT_STREAM },
    { facts: { exit: { kind: 'running' }, error: '', repeats: 0 }, evidence: AT_STREAM },
    { facts: { exit: { kind: 'running' }, error: '', repeats: 4 }, evidence: AT_STREAM },
    {
      facts: {
        exit: { kind: 'running' },
        error: 'ConnectionResetError: Cannot write to closing transport',
        repeats: 1,
      },
      evidence: { ...AT_STREAM, ...IN_SERVER },
      severity: 'warning',
    },
  ],
  'sse/empty-heartbeat': [{ facts: {}, evidence: { ...AT_STREAM, received: 'data:\n\n' } }],
  'sse/no-retry': [
    { facts: {}, evidence: AT_STREAM },
    { facts: { value: '1s' }, evidence: { ...AT_STREAM, received: 'retry: 1s\n\n' } },
  ],
  'sse/blocks-others': [
    { facts: { waitedMs: 1000 }, evidence: AT_STREAM },
    { facts: { waitedMs: 4200, by: 'page' }, evidence: AT_STREAM },
  ],
  'sse/client-disagrees': [
    { facts: { failure: { reason: 'status', status: 503 } }, evidence: AT_STREAM },
    { facts: { failure: { reason: 'type', contentType: 'text/plain' } }, evidence: AT_STREAM },
    { facts: { failure: { reason: 'type', contentType: '' } }, evidence: AT_STREAM },
    { facts: { failure: { reason: 'type' } }, evidence: AT_STREAM },
    { facts: { failure: { reason: 'lost' } }, evidence: AT_STREAM },
    { facts: { failure: undefined }, evidence: AT_STREAM },
    { facts: { failure: undefined, by: 'page' }, evidence: AT_STREAM },
    { facts: { failure: undefined, by: 'page', disabled: 'main' }, evidence: AT_STREAM },
  ],
  'sse/cacheable': [
    { facts: { cacheControl: '' }, evidence: AT_STREAM, severity: 'warning' },
    { facts: { cacheControl: 'max-age=60' }, evidence: AT_STREAM, severity: 'warning' },
  ],
};
