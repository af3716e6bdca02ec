import type { Action, PortHolder, ProcessEnd, RequestFailure } from '../observed.ts';

/** One running server: how it starts, listens, answers and ends. */
export interface ServerFacts {
  /** `command`: the learner's own, which names the file. */
  'server/no-entry-file': { readonly expected: string; readonly files: readonly string[]; readonly command?: string };
  'server/syntax-error': { readonly message: string; readonly excerpt: string };
  'server/missing-module': { readonly name: string; readonly install: string };
  'server/missing-directory': { readonly directory: string };
  'server/missing-file': { readonly file: string };
  'server/port-in-use': { readonly port: number; readonly holder: PortHolder };
  'server/exited': { readonly exit: ProcessEnd; readonly error: string };
  'server/never-listens': { readonly port: number };
  'server/ignores-port': { readonly asked: number; readonly listens: number };
  /** `during`: id of the check that was running. */
  'server/crashed-during-check': { readonly exit: ProcessEnd; readonly during: string; readonly error: string };
  'server/stopped-answering': { readonly request: Extract<Action, { kind: 'http' | 'ws' }> };
  'server/unreachable': { readonly url: string; readonly failure: RequestFailure };
}
