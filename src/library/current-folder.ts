import path from 'node:path';

/** Where relative paths begin. Once the current folder has been removed only absolute ones mean anything. */
export function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return path.parse(process.execPath).root;
  }
}
