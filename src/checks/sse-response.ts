import type { Finding } from '../model/finding.ts';
import { readErrorReport } from '../server/error-report.ts';
import type { Check, Outcome } from './check.ts';
import { failed } from './check.ts';
import { READ_STREAM, stream, streamPlace } from './streams.ts';

/** GET /sse/counter answers 200 with `text/event-stream` (HTML standard, 9.2.2: anything else makes a client give up). */
export const sseResponse: Check = {
  id: 'sse-response',
  title: '/sse/counter answers as an event stream',
  needs: ['server-starts'],
  async run(session): Promise<Outcome> {
    const opened = await stream(session, 'stream 1');
    const server = await session.server();
    const output = server.ok ? server.value.output.last(12) : [];
    const severity = 'error';
    const route = session.sources.find('server', /sse\/counter|['"`]\/sse/u, /createServer|FastAPI\(|express\(/u);
    if (!opened.ok) {
      const evidence = { did: READ_STREAM, received: opened.problem.message, waitedMs: opened.problem.waitedMs, output, where: route };
      return failed({ code: 'sse/no-response', severity, facts: {}, evidence });
    }
    const { status, headers } = opened.value;
    const contentType = headers['content-type'] ?? '';
    const evidence = { did: READ_STREAM, output, where: route };
    if (status === 404) return failed({ code: 'sse/no-route', severity, facts: { status }, evidence: { ...evidence, received: `status ${status}` } });
    if (status >= 500) {
      await opened.value.until(() => false, 500);
      const log = server.ok ? server.value.output.text() : '';
      const report = readErrorReport(log, session.options.folder);
      const generator = /generator'? object has no attribute 'encode'/u.test(report?.message ?? '');
      return failed({
        code: 'sse/server-error',
        severity,
        facts: { status, generator },
        evidence: { ...evidence, received: `status ${status}\n${opened.value.head.slice(0, 300)}`, output: server.ok ? server.value.output.last(14) : [], where: report?.where === undefined ? route : [report.where] },
      });
    }
    if (status !== 200) return failed({ code: 'sse/unexpected-status', severity, facts: { status }, evidence: { ...evidence, received: `status ${status}` } });
    if (!/^text\/event-stream(?:\s*;|\s*$)/iu.test(contentType.trim())) {
      return failed({ code: 'sse/wrong-content-type', severity, facts: { contentType }, evidence: { ...evidence, received: `Content-Type: ${contentType}`, where: session.sources.find('server', /content-type|media_type|event-stream|setHeader|\.type\(/iu, /sse\/counter/u) } });
    }
    const warnings: Finding[] = [];
    const cacheControl = headers['cache-control'] ?? '';
    if (!/no-(?:cache|store|transform)/iu.test(cacheControl)) {
      warnings.push({ code: 'sse/cacheable', severity: 'warning', facts: { cacheControl }, evidence: { did: READ_STREAM, received: cacheControl === '' ? 'no Cache-Control header' : `Cache-Control: ${cacheControl}`, where: streamPlace(session) } });
    }
    return { findings: warnings };
  },
};

