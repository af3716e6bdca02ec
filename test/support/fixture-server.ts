import { backendFor } from '../../src/servers/backends/index.ts';
import { freePort } from '../../src/servers/listening.ts';
import { startServer } from '../../src/servers/server.ts';
import type { BackendChoice } from '../../src/model/progress.ts';
import type { Course } from '../../src/model/step.ts';
import { writeState } from './course-folder.ts';
import { fixtureState, modulesOf } from './fixtures.ts';
import type { Fixture } from './fixtures.ts';

/** Until a fixture's server listens. Milliseconds. */
const LISTENS_MS = 60_000;

/** A fixture whose server runs. */
export interface ServedFixture {
  /** `http://localhost:49152`; undefined: it does not start. */
  readonly origin: string | undefined;
  stop(): Promise<void>;
}

/** Starts the server of an attempt, in a folder of its own. */
export async function serveFixture(course: Course, fixture: Fixture, choice: BackendChoice): Promise<ServedFixture> {
  const modules = modulesOf(fixture) === 'own' ? 'none' : 'linked';
  const { folder, remove } = writeState(fixtureState(course, fixture), { modules });
  const port = await freePort();
  const launch = await backendFor(choice).launch(folder, port);
  const started = launch.ok ? await startServer(launch.value, { port, deadlineMs: LISTENS_MS }) : launch;
  return {
    origin: started.ok ? started.value.origin : undefined,
    async stop() {
      if (started.ok) await started.value.stop();
      remove();
    },
  };
}
