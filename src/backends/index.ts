import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Backend } from '../model/backend.ts';
import type { BackendChoice } from '../model/progress.ts';
import { commandBackend, remoteBackend } from './command.ts';
import { nodeBackend } from './node.ts';

/** The backends that `start` can scaffold, in the order in which it offers them. */
export const SCAFFOLDED: readonly Backend[] = [nodeBackend];

/** The backend of a choice; undefined for one that this version does not have. */
export function backendFor(choice: BackendChoice): Backend | undefined {
  switch (choice.kind) {
    case 'node':
      return nodeBackend;
    case 'command':
      return commandBackend(choice.run);
    case 'remote':
      return remoteBackend(choice.url);
    case 'fastapi':
      return undefined;
  }
}

/** The backend that a folder's files speak of; undefined when they speak of none. */
export function chooseBackend(folder: string): BackendChoice | undefined {
  const has = (file: string): boolean => existsSync(path.join(folder, file));
  if (has('main.js') || has('main.mjs') || has('main.cjs') || has('package.json')) return { kind: 'node' };
  return undefined;
}
