import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../model/package-root.ts';

/** The tutor's own. */
export function tutorVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('version' in manifest)) throw new Error('no version');
  return String(manifest.version);
}
