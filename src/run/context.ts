import type { Dialect } from '../htmx/index.ts';
import type { Backend } from '../model/backend.ts';
import type { Contract } from '../model/contract.ts';
import type { HttpAnswer, HttpFailure } from '../observe/http.ts';
import type { Result } from '../model/result.ts';
import type { Client } from '../model/timeline.ts';
import type { LearnerServer } from '../servers/server.ts';
import type { Timeline } from '../observe/timeline.ts';
import type { RandomWords } from './random.ts';
import type { Servers } from './servers.ts';
import type { Sources } from './sources.ts';
import type { Tabs } from './tabs.ts';

/** What a check receives: the learner's folder, its servers and pages, and what all checks of one run share. */
export interface RunContext {
  /** Absolute path of the learner's folder. */
  readonly folder: string;
  readonly backend: Backend;
  /** Origin of a server that somebody else runs; undefined: the tutor starts its own. */
  readonly url: string | undefined;
  readonly contract: Contract;
  /** Of the htmx that the chapter teaches. */
  readonly dialect: Dialect;
  readonly timeline: Timeline;
  readonly words: RandomWords;
  readonly sources: Sources;
  readonly servers: Servers;
  readonly tabs: Tabs;
  /** Whether the requested step, or one before it, wants this of the learner's work (`wants` in the front matter). */
  wants(what: string): boolean;
  /** GET on the shared server. */
  get(path: string): Promise<Result<HttpAnswer, HttpFailure>>;
  /** One more WebSocket client of a server, with its own label: `client 3`. */
  nextClient(server: LearnerServer): Client;
  /** Called when the run ends; clients are closed before the servers (a server may wait for its streams). */
  onClose(close: () => Promise<unknown> | void): void;
  /** Closes the clients and tabs that are open now; new ones can be opened. */
  closeClients(): Promise<void>;
}
