import type { Evidence, Finding } from '../../model/finding.ts';
import type { EventStreamClient } from '../../observe/event-stream/client.ts';
import { httpGet } from '../../observe/http.ts';
import { lastLines } from '../../servers/own-lines.ts';
import { failureOf } from '../../rules/http/failure.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { errorSaid } from '../../run/server-says.ts';
import type { RunContext } from '../../run/context.ts';
import { streamBlocks } from './stream-blocks.ts';
import { wrongInCompany } from './stream-company.ts';
import { READ_STREAM, stream, STREAM_PATH, streamError, streamPlace } from './streams.ts';

/** GET /sse/counter answers 200 with `text/event-stream` (HTML standard, 9.2.2: anything else makes a client give up). */
export const sseResponse: ChapterCheck<'sse-response'> = {
  id: 'sse-response',
  title: '/sse/counter answers as an event stream',
  observes: 'stream',
  needs: ['server-starts'],
  // A process that a stream keeps busy answers nobody: neither the page, nor a handshake, nor a message.
  breaks: { codes: ['sse/blocks-others', 'python/not-awaited'], checks: { observing: ['socket', 'page'] } },
  async run(context): Promise<Outcome> {
    const opened = await stream(context, 'stream 1');
    const server = await context.servers.get();
    const blocked = server.ok ? await streamBlocks(context, server.value) : undefined;
    if (blocked !== undefined) return failed(blocked);
    const output = server.ok ? lastLines(server.value.output, context.folder, 12) : [];
    const route = context.sources.find('server', /sse\/counter|['"`]\/sse/u, /createServer|FastAPI\(|express\(/u);
    const evidence = { did: READ_STREAM, output, where: route };
    if (!opened.ok) {
      const finding: Finding = {
        code: 'sse/no-response',
        severity: 'error',
        facts: {},
        evidence: { ...evidence, failure: failureOf(opened.problem), waitedMs: opened.problem.waitedMs },
      };
      return failed((await wrongInCompany(context, finding.evidence)) ?? finding);
    }
    const client = opened.value;
    if (client.status !== 200)
      return failed(
        (await wrongInCompany(context, { ...evidence, answer: { status: client.status } })) ??
          (await whyNot200(context, client, evidence)),
      );
    const contentType = client.headers['content-type'] ?? '';
    if (!isEventStream(contentType)) return failed(await whyOtherType(context, client, evidence));
    const cacheControl = client.headers['cache-control'] ?? '';
    if (/no-(?:cache|store|transform)/iu.test(cacheControl)) return { findings: [] };
    const answer = { headers: { 'Cache-Control': cacheControl === '' ? null : cacheControl } };
    return failed({
      code: 'sse/cacheable',
      severity: 'warning',
      facts: { cacheControl },
      evidence: { did: READ_STREAM, answer, where: streamPlace(context) },
    });
  },
};

/** HTML standard, 9.2.2: the essence must be `text/event-stream`. Chrome also gives up on a charset that is not UTF-8. */
function isEventStream(contentType: string): boolean {
  const [essence = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  return essence === 'text/event-stream' && (charset === undefined || /^utf-?8$/u.test(charset));
}

async function whyNot200(context: RunContext, client: EventStreamClient, evidence: Evidence): Promise<Finding> {
  const { status } = client;
  const severity = 'error';
  if (status === 404)
    return {
      code: 'sse/no-route',
      severity,
      facts: { status },
      evidence: { ...evidence, answer: { status } },
    };
  if (status < 500)
    return {
      code: 'sse/unexpected-status',
      severity,
      facts: { status },
      evidence: { ...evidence, answer: { status } },
    };
  await client.untilEnd(DEADLINE.show);
  const server = await context.servers.get();
  const seen = { ...evidence, answer: { status }, received: client.head.slice(0, 300) };
  if (!server.ok) return server.problem;
  const report = await errorSaid(context, server.value, STREAM_PATH);
  return streamError(context, { server: server.value, report, evidence: seen, status });
}

/** Not an event stream: either nothing is at this path and something answers for every path, or the header is wrong. */
async function whyOtherType(context: RunContext, client: EventStreamClient, evidence: Evidence): Promise<Finding> {
  const contentType = client.headers['content-type'] ?? '';
  const severity = 'error';
  // Asked only now: a server that answers any path like this has no route for the stream.
  const server = await context.servers.get();
  const elsewhere = server.ok
    ? await httpGet(`${server.value.origin}/sse/${context.words.word()}`, {
        client: { kind: 'http', label: 'client' },
        timeline: context.timeline,
        deadlineMs: DEADLINE.show,
      })
    : undefined;
  if (
    elsewhere?.ok === true &&
    elsewhere.value.status === client.status &&
    elsewhere.value.headers['content-type'] === client.headers['content-type']
  ) {
    await client.untilEnd(DEADLINE.show);
    const same = elsewhere.value.body.slice(0, client.head.length) === client.head;
    if (same)
      return {
        code: 'sse/no-route',
        severity,
        facts: { status: client.status },
        evidence: {
          ...evidence,
          answer: { status: client.status, headers: { 'Content-Type': contentType } },
          received: client.head.slice(0, 300),
        },
      };
  }
  const where = context.sources.find('server', /content-type.*event|media_type|event-stream/iu, /sse\/counter/u);
  return {
    code: 'sse/wrong-content-type',
    severity,
    facts: { contentType },
    evidence: { ...evidence, answer: { headers: { 'Content-Type': contentType } }, where },
  };
}
