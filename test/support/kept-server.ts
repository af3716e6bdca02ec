import type { ServerSource } from '../../src/run/servers.ts';
import type { LearnerServer } from '../../src/servers/server.ts';
import { startServer } from '../../src/servers/server.ts';

type OnLine = NonNullable<Parameters<typeof startServer>[1]['onLine']>;

/**
 * Keeps the shared server of a run, which nothing has disturbed, for the run over the same folder in another page engine: to start a server
 * is a good part of what a fixture costs.
 */
export class KeptServer implements ServerSource {
  #kept: LearnerServer | undefined;
  #isOffered = false;
  #isFirst = true;
  #onLine: OnLine = () => undefined;

  readonly start: typeof startServer = async (launch, options) => {
    const kept = this.#kept;
    if (this.#isOffered && kept !== undefined) {
      this.#isOffered = false;
      this.#onLine = options.onLine ?? this.#onLine;
      return { ok: true, value: kept };
    }
    if (!this.#isFirst) return startServer(launch, options);
    this.#isFirst = false;
    this.#onLine = options.onLine ?? this.#onLine;
    const started = await startServer(launch, { ...options, onLine: (line) => this.#onLine(line) });
    // The next run would find the port of such a one taken.
    if (started.ok && started.value.ignoredPort === undefined) this.#kept = started.value;
    return started;
  };

  readonly release = async (server: LearnerServer): Promise<void> => {
    if (server !== this.#kept || server.exit() !== undefined) await server.stop();
  };

  /** The first server of the next run is the kept one, if it still runs. */
  offer(): void {
    if (this.#kept?.exit() !== undefined) this.#kept = undefined;
    this.#isOffered = this.#kept !== undefined;
    this.#isFirst = !this.#isOffered;
  }

  async close(): Promise<void> {
    await this.#kept?.stop();
  }
}
