import type { Finding } from '../model/finding.ts';
import type { Check } from './check.ts';
import { failed } from './check.ts';

/** The server runs and listens on the port that PORT names; on another port it is found, said, and the other checks go on there. */
export const serverStarts: Check = {
  id: 'server-starts',
  title: 'The server starts and listens on PORT',
  needs: [],
  async run(session) {
    const server = await session.server();
    if (!server.ok) return failed(server.problem);
    if (session.remote) {
      const answer = await session.get('/');
      if (answer.ok) return failed();
      return failed({
        code: 'server/unreachable',
        severity: 'error',
        facts: { url: server.value.origin, reason: answer.problem.message, kind: answer.problem.reason },
        evidence: { did: { kind: 'http', path: '/' }, waitedMs: answer.problem.waitedMs },
      });
    }
    if (server.value.ignoredPort === undefined) return failed();
    const ignored: Finding = {
      code: 'server/ignores-port',
      severity: 'error',
      facts: { asked: server.value.ignoredPort, listens: server.value.port },
      evidence: {
        output: server.value.output.last(4),
        where: session.sources.find(
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
