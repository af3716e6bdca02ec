import type { Finding } from '../model/finding.ts';
import { pagePathOf } from '../model/contract.ts';
import { SILENT } from '../rules/server/log.ts';
import { whyPageNotServed } from '../rules/server/page-not-served.ts';
import type { RunContext } from './context.ts';
import { withAnsweredError } from './answered-error.ts';
import { servedAt, serverLog, serverLogNow } from './server-log.ts';

/** Why `GET /` was answered with an error, or with nothing (status 0): the exception that the server printed, if there is one. */
export async function whyNotServed(
  context: RunContext,
  answer: { readonly status: number; readonly body: string },
): Promise<Finding> {
  const { contract, servers, sources } = context;
  const path = pagePathOf(contract);
  const server = await servers.get();
  const log = !server.ok
    ? SILENT
    : answer.status >= 500 || answer.status === 0
      ? await serverLog(context, server.value, path)
      : serverLogNow(context, server.value, path);
  const shown = withAnsweredError(log, answer, { folder: context.folder, served: servedAt(context, path) });
  const runs = servers.remote ? 'elsewhere' : 'here';
  return whyPageNotServed({ ...answer, log: shown, runs, path, pageFile: contract.pageFile, locate: sources });
}
