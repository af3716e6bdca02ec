import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Backend, BackendKind } from '../../model/backend.ts';
import type { BackendChoice } from '../../model/progress.ts';
import { commandKind } from './command.ts';
import { fastapiKind } from './fastapi.ts';
import { nodeKind } from './node.ts';
import { remoteKind } from './remote.ts';

/** Every kind of backend, in the order in which menus and help list them; the first is the default. A new one is an object and a line here. */
export const BACKENDS: readonly [BackendKind, ...BackendKind[]] = [nodeKind, fastapiKind, commandKind, remoteKind];

/** Those that have files of their own in the course, so that `start` can scaffold them and `--backend` names them. */
export const SCAFFOLDED: readonly BackendKind[] = BACKENDS.filter(({ overlay }) => overlay !== undefined);

/** The kind of this name; undefined: there is none. */
export function backendKind(kind: string): BackendKind | undefined {
  return BACKENDS.find((each) => each.kind === kind);
}

/**
 * The backend of a choice. A kind that is not in the list is a bug: the list validates progress files and options.
 * @param how `required`: an option of this call made the choice, so no other is tried.
 */
export function backendFor(choice: BackendChoice, { required = false }: { readonly required?: boolean } = {}): Backend {
  const kind = backendKind(choice.kind);
  if (kind === undefined) throw new Error(`unknown backend ${choice.kind}`);
  return kind.open(choice, { required });
}

/** Whether two choices are the same server: the same kind with the same settings. */
export function isSameChoice(one: BackendChoice, other: BackendChoice): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}

/** The backend that a folder's files indicate; undefined when they indicate none. */
export function recogniseBackend(folder: string): BackendChoice | undefined {
  const hasOne = (files: readonly string[]): boolean => files.some((file) => existsSync(path.join(folder, file)));
  const found =
    BACKENDS.find(({ recognisedBy }) => hasOne(recognisedBy.entries)) ??
    BACKENDS.find(({ recognisedBy }) => hasOne(recognisedBy.manifests));
  return found === undefined ? undefined : { kind: found.kind };
}
