import type { Finding } from '../model/finding.ts';
import { SILENT } from '../rules/server/log.ts';
import { whyPageNotServed } from '../rules/server/page-not-served.ts';
import type { RunContext } from './context.ts';
import { serverLog, serverLogNow } from './server-log.ts';

/** Why `GET /` was answered with an error: the exception that the server printed, if there is one. */
export async function whyNotServed(
  context: RunContext,
  answer: { readonly status: number; readonly body: string },
): Promise<Finding> {
  const { servers, sources } = context;
  const server = await servers.get();
  const log = !server.ok
    ? SILENT
    : answer.status >= 500
      ? await serverLog(context, server.value, '/')
      : serverLogNow(context, server.value, '/');
  return whyPageNotServed({ ...answer, log, runs: servers.remote ? 'elsewhere' : 'here', locate: sources });
}
