import type { EnvironmentFact, Listens } from '../../model/backend.ts';
import type { Outcome } from '../../run/check.ts';
import type { RunContext } from '../../run/context.ts';
import { CHECK_TITLES } from '../check.ts';
import type { ChapterCheck, CheckId } from '../check.ts';
import { reachable } from '../../run/server-starts.ts';
import { shared } from '../../run/shared.ts';

type About = EnvironmentFact['about'];

/** What the backend reports about each part; undefined: it does not look at that. */
type Facts = (about: About) => Promise<EnvironmentFact | undefined>;

/** Each fact is there as soon as the backend knows it, and not only when it knows all. */
const facts = shared(async (context): Promise<Facts> => {
  const known = new Map<About, EnvironmentFact>();
  const waiting: ((fact: EnvironmentFact) => void)[] = [];
  const all = context.backend.inspect(context.folder, listensIn(context), (fact) => {
    known.set(fact.about, fact);
    for (const tell of waiting) tell(fact);
  });
  return (about) => {
    const early = known.get(about);
    if (early !== undefined) return Promise.resolve(early);
    const told = new Promise<EnvironmentFact>((resolve) => {
      waiting.push((fact) => {
        if (fact.about === about) resolve(fact);
      });
    });
    return Promise.race([told, all.then((list) => list.find((fact) => fact.about === about))]);
  };
});

/** Only where a step wants a server is one started. */
function listensIn({ servers, wants }: RunContext): Listens | undefined {
  return servers.remote || !wants('server') ? undefined : async () => (await servers.get()).ok;
}

function environmentCheck<Id extends CheckId>(id: Id, about: About, needs: ChapterCheck['needs']): ChapterCheck<Id> {
  return {
    id,
    title: CHECK_TITLES[id],
    observes: 'environment',
    needs,
    async run(context: RunContext): Promise<Outcome> {
      // Later steps have their own check for it.
      if (about === 'runtime' && context.servers.remote && !context.wants('server')) return reachable(context);
      const factOf = await facts(context);
      const seen = await factOf(about);
      return seen === undefined ? { skipped: context.backend.notInspected } : { findings: seen.findings };
    },
  };
}

// Step 1: what the backend reports about its runtime, its manifest and its dependencies.

export const envRuntime: ChapterCheck<'env-runtime'> = {
  ...environmentCheck('env-runtime', 'runtime', []),
  breaks: { codes: ['env/program-missing'], checks: { tagged: ['start'] } },
};

export const envManifest: ChapterCheck<'env-manifest'> = environmentCheck('env-manifest', 'manifest', []);

export const envDependencies: ChapterCheck<'env-dependencies'> = environmentCheck('env-dependencies', 'dependencies', [
  'env-manifest',
]);
