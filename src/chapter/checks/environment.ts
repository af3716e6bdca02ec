import type { Backend, EnvironmentFact } from '../../model/backend.ts';
import type { Check } from '../../run/check.ts';
import { reachable } from './server-starts.ts';
import type { Session } from '../../run/session.ts';

function facts(session: Session): Promise<readonly EnvironmentFact[]> {
  return session.once('environment', () => session.options.backend.inspect(session.options.folder));
}

/** Why a backend says nothing of a part of its environment. */
const UNSEEN: Readonly<Record<Backend['kind'], string>> = {
  node: 'an earlier part of the environment is missing',
  fastapi: 'an earlier part of the environment is missing',
  command: 'what a command of your own needs is not known to the tutor',
  remote: 'a server that already runs is not looked into',
};

function environmentCheck(id: EnvironmentFact['check'], title: string, needs: readonly string[]): Check {
  return {
    id,
    title,
    needs,
    async run(session) {
      // Later steps have a check of their own for it.
      if (id === 'env-runtime' && session.remote && session.options.targetIndex === 0) return reachable(session);
      const seen = (await facts(session)).find((fact) => fact.check === id);
      return seen === undefined ? { skipped: UNSEEN[session.options.backend.kind] } : { findings: seen.findings };
    },
  };
}

/** Step 1: what the backend says of its runtime, its manifest and its dependencies. */
export const environmentChecks: readonly Check[] = [
  {
    ...environmentCheck('env-runtime', 'The runtime can be used', []),
    breaks: { codes: ['env/program-missing'], checks: ['server-starts'] },
  },
  environmentCheck('env-manifest', 'The manifest names what the server needs', []),
  environmentCheck('env-dependencies', 'Every dependency can be loaded', ['env-manifest']),
];
