import type { Finding } from '../../model/finding.ts';
import { failureOf } from '../../rules/http/failure.ts';
import type { ChapterCheck } from '../check.ts';
import type { Outcome } from '../../run/check.ts';
import { failed } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';

/** The server runs and listens on the port that PORT names; on another port it is found and said. */
export const serverStarts: ChapterCheck<'server-starts'> = {
  id: 'server-starts',
  title: 'The server starts and listens on the port it is given',
  observes: 'server',
  tags: ['start'],
  needs: [],
  async run(context) {
    const server = await context.servers.get();
    if (!server.ok) return failed(placedPort(server.problem, context));
    if (context.servers.remote) return reachable(context);
    if (server.value.ignoredPort === undefined) return failed();
    const ignored: Finding = {
      code: 'server/ignores-port',
      severity: 'error',
      facts: { asked: server.value.ignoredPort, listens: server.value.port },
      evidence: {
        output: server.value.output.last(4),
        where: context.sources.find(
          'server',
          /\.listen\s*\(/u,
          /uvicorn\.run|app\.run/u,
          /\b(?:8000|3000|8080|5000)\b/u,
        ),
      },
    };
    return failed(ignored);
  },
};

/** Whether a server that somebody else runs answers at all. */
export async function reachable(context: RunContext): Promise<Outcome> {
  const server = await context.servers.get();
  if (!server.ok) return failed(server.problem);
  const answer = await context.get('/');
  if (answer.ok) return failed();
  return failed({
    code: 'server/unreachable',
    severity: 'error',
    facts: { url: server.value.origin, failure: failureOf(answer.problem) },
    evidence: { did: { kind: 'http', path: '/' }, waitedMs: answer.problem.waitedMs },
  });
}

/** A port that is taken and that no line of output places: the line of the code that names it. */
function placedPort(problem: Finding, context: RunContext): Finding {
  if (problem.code !== 'server/port-in-use' || problem.facts.holder !== 'unknown') return problem;
  const { port } = problem.facts;
  const where = context.sources.find('server', new RegExp(`\\b${port}\\b`, 'u'));
  return where.length === 0 ? problem : { ...problem, evidence: { ...problem.evidence, where } };
}
