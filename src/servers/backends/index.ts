import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Backend } from '../../model/backend.ts';
import type { BackendChoice } from '../../model/progress.ts';
import { commandBackend, remoteBackend } from './command.ts';
import { fastapiBackend } from './python/fastapi.ts';
import { nodeBackend } from './node.ts';

/** The backends that `start` can scaffold, in the order in which it offers them. */
export const SCAFFOLDED: readonly Backend[] = [nodeBackend, fastapiBackend()];

/** The backend of a choice. @param options `required`: an option of this call made the choice, so nothing else will do. */
export function backendFor(choice: BackendChoice, { required }: { readonly required?: boolean } = {}): Backend {
  switch (choice.kind) {
    case 'node':
      return nodeBackend;
    case 'command':
      return commandBackend(choice.run);
    case 'remote':
      return remoteBackend(choice.url);
    case 'fastapi':
      return fastapiBackend({ python: choice.python, required });
  }
}

/** The backend that a folder's files speak of; undefined when they speak of none. */
export function chooseBackend(folder: string): BackendChoice | undefined {
  const has = (file: string): boolean => existsSync(path.join(folder, file));
  if (has('main.js') || has('main.mjs') || has('main.cjs')) return { kind: 'node' };
  if (has('main.py')) return { kind: 'fastapi' };
  if (has('package.json')) return { kind: 'node' };
  if (has('requirements.txt')) return { kind: 'fastapi' };
  return undefined;
}
