import type { Result } from '../model/result.ts';
import { deadlineSignal } from '../model/waiting.ts';
import type { Client } from '../model/timeline.ts';
import type { Timeline } from './timeline.ts';

export interface HttpAnswer {
  readonly status: number;
  /** Lower case names; repeated headers joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface HttpFailure {
  /** For requests to an address: the name is unknown, the certificate is not trusted, the server does not speak TLS. */
  readonly reason: 'refused' | 'deadline' | 'broken' | 'unknown-host' | 'untrusted' | 'no-tls';
  readonly message: string;
  readonly waitedMs: number;
}

export interface HttpOptions {
  readonly client: Client;
  readonly timeline: Timeline;
  readonly deadlineMs: number;
}

const MOST_BYTES = 4 * 1024 * 1024;

export function joinHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}

/** One GET with undici; the whole exchange goes into the timeline. A redirect is an answer and is not followed. */
export async function httpGet(url: string, options: HttpOptions): Promise<Result<HttpAnswer, HttpFailure>> {
  const { Agent, request } = await import('./undici.ts');
  const dispatcher = new Agent({ connections: 1, pipelining: 0 });
  const started = performance.now();
  const deadline = deadlineSignal(options.deadlineMs);
  const { client, timeline } = options;
  timeline.record(client, 'sent', 'http', `GET ${new URL(url).pathname}`);
  try {
    const answer = await request(url, {
      dispatcher,
      headers: { accept: 'text/html,*/*;q=0.8', 'user-agent': 'htmx-realtime-tutor' },
      signal: deadline.signal,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body) {
      if (!Buffer.isBuffer(chunk)) continue;
      size += chunk.length;
      if (size > MOST_BYTES) break;
      chunks.push(chunk);
    }
    const headers = joinHeaders(answer.headers);
    timeline.record(
      client,
      'received',
      'http',
      `${answer.statusCode} ${headers['content-type'] ?? 'without Content-Type'}, ${size} bytes`,
    );
    return { ok: true, value: { status: answer.statusCode, headers, body: Buffer.concat(chunks).toString('utf8') } };
  } catch (error) {
    const failure = failureOf(error, Math.round(performance.now() - started));
    timeline.recordEnd(client, 'note', 'http', failure.message);
    return { ok: false, problem: failure };
  } finally {
    deadline.cancel();
    await dispatcher.destroy();
  }
}

/** The reason of a failed request: no listener, no answer in time, or a connection that broke. */
export function failureOf(error: unknown, waitedMs: number): HttpFailure {
  const { name, code, message } = errorParts(error);
  if (name === 'TimeoutError' || name === 'AbortError' || code.includes('TIMEOUT')) {
    return { reason: 'deadline', message: `no answer after ${waitedMs} ms`, waitedMs };
  }
  if (code === 'ECONNREFUSED')
    return { reason: 'refused', message: 'connection refused: nothing listens there', waitedMs };
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return { reason: 'unknown-host', message: 'this machine knows no address for that name', waitedMs };
  if (/CERT|SIGNATURE/u.test(code)) return { reason: 'untrusted', message, waitedMs };
  if (code === 'EPROTO' || code.startsWith('ERR_SSL'))
    return { reason: 'no-tls', message: 'what listens there does not speak https', waitedMs };
  return { reason: 'broken', message: message === '' ? code : message, waitedMs };
}

function errorParts(error: unknown): { readonly name: string; readonly code: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: '', code: '', message: String(error) };
  const first: unknown = error instanceof AggregateError ? error.errors[0] : undefined;
  const cause = first instanceof Error ? first : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return { name: error.name, code, message: cause.message };
}
