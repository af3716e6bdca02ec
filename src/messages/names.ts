import type { Contract } from '../model/contract.ts';
import type { Evidence } from '../model/finding.ts';

/** The names that sentences and examples use for the contract's addresses, element and field. */
export interface Names {
  /** Path of the WebSocket endpoint. */
  readonly socket: string;
  /** Path of the event stream. */
  readonly stream: string;
  /** CSS selector of the element that messages are swapped into. */
  readonly target: string;
  /** The id in `target`. */
  readonly targetId: string;
  /** Name of the form field that contains a message. */
  readonly field: string;
  /** Path of the page. */
  readonly page: string;
  /** Where a server has the page, relative to its folder. */
  readonly pageFile: string;
  /** From one event of the stream to the next. */
  readonly interval: Interval;
}

/** A time as sentences and code write it. */
export interface Interval {
  /** Milliseconds. */
  readonly ms: number;
  /** As Python's `sleep` takes it: `1`, `0.5`. */
  readonly seconds: string;
  /** `one second`, `500 ms`. */
  readonly span: string;
  /** `every second`, `every 500 ms`. */
  readonly every: string;
}

/** The names in examples where the contract leaves them to the page. */
const EXAMPLE = {
  socketPath: '/socket',
  streamPath: '/events',
  target: '#messages',
  field: 'text',
  pagePath: '/',
  pageFile: 'pages/index.html',
  intervalMs: 1000,
} as const;

/** @param ms milliseconds */
export function intervalOf(ms: number): Interval {
  const seconds = String(ms / 1000);
  if (ms === 1000) return { ms, seconds, span: 'one second', every: 'every second' };
  const span = ms % 1000 === 0 ? `${seconds} seconds` : `${ms} ms`;
  return { ms, seconds, span, every: `every ${span}` };
}

/** The contract's names; the requested path takes precedence, because the finding is about that path. */
export function namesOf(contract: Contract, did: Evidence['did'] | undefined): Names {
  const { socketPath, streamPath, target, field, pagePath, pageFile, intervalMs } = { ...EXAMPLE, ...contract };
  return {
    socket: contract.socketPath ?? (did?.kind === 'ws' ? did.path : socketPath),
    stream: contract.streamPath ?? (did?.kind === 'sse' ? did.path : streamPath),
    target,
    targetId: target.startsWith('#') ? target.slice(1) : EXAMPLE.target.slice(1),
    field,
    page: pagePath,
    pageFile,
    interval: intervalOf(intervalMs),
  };
}
