import type { EnvironmentFact } from '../model/backend.ts';
import type { Check } from './check.ts';
import type { Session } from './session.ts';

function facts(session: Session): Promise<readonly EnvironmentFact[]> {
  return session.once('environment', () => session.options.backend.inspect(session.options.folder));
}

function environmentCheck(id: EnvironmentFact['check'], title: string, needs: readonly string[]): Check {
  return {
    id,
    title,
    needs,
    async run(session) {
      const seen = (await facts(session)).find((fact) => fact.check === id);
      return seen === undefined ? { skipped: 'this backend brings its own environment' } : { findings: seen.findings };
    },
  };
}

/** Step 1: what the backend says of its runtime, its manifest and its dependencies. */
export const environmentChecks: readonly Check[] = [
  environmentCheck('env-runtime', 'The runtime is new enough', []),
  environmentCheck('env-manifest', 'The manifest names what the server needs', []),
  environmentCheck('env-dependencies', 'Every dependency can be loaded', ['env-manifest']),
];
