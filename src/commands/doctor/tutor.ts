import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { dependencyPath, packageRoot } from '../../model/package-root.ts';
import { OWN_SHELL, shellWord } from '../../model/shell.ts';
import type { Course } from '../../model/step.ts';
import type { Line, Host } from './line.ts';

interface Manifest {
  readonly version: string;
  /** The oldest Node that it runs on, as `engines` has it: `[20, 19]`. */
  readonly oldestNode: readonly number[];
}

/** What package.json says about the tutor. */
export function ownManifest(): Manifest {
  const parsed = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly engines: { readonly node: string };
  };
  const oldest = /\d+(?:\.\d+)*/u.exec(parsed.engines.node)?.[0] ?? '0';
  return { version: parsed.version, oldestNode: oldest.split('.').map(Number) };
}

/** The Node that runs the tutor, which also runs the servers of the Node backend. */
export function nodeLine({ nodeVersion, nodePath }: Host, { oldestNode }: Manifest): Line {
  const found = `${nodeVersion} (${nodePath})`;
  const common = { subject: 'node', title: 'Node', found };
  if (!isOlder(nodeVersion.split('.').map(Number), oldestNode)) return { ...common, state: 'ok' };
  return {
    ...common,
    state: 'needed',
    advice: `The tutor needs Node ${oldestNode.join('.')} or later. https://nodejs.org/en/download has it for every system.`,
  };
}

function isOlder(found: readonly number[], oldest: readonly number[]): boolean {
  const at = oldest.findIndex((part, index) => part !== (found[index] ?? 0));
  return at >= 0 && (found[at] ?? 0) < (oldest[at] ?? 0);
}

/** The tutor's own packages that it copies into learners' folders. */
export function packagesLine(course: Course): Line {
  const sources = course.steps.flatMap((step) => step.provides.map(({ from }) => from));
  const names = [...new Set(sources.map(packageName))];
  const missing = [...new Set(sources.filter((source) => !isThere(source)).map(packageName))];
  const common = { subject: 'packages', title: 'Packages' };
  if (missing.length === 0) return { ...common, state: 'ok', found: names.map(withVersion).join(', ') };
  return {
    ...common,
    state: 'needed',
    found: `the tutor's installation lacks ${missing.join(', ')}`,
    advice: 'The tutor copies its packages into your folder. Install them again:',
    run: [`npm ci --prefix ${shellWord(packageRoot(), OWN_SHELL)}`],
  };
}

function isThere(source: string): boolean {
  try {
    return existsSync(dependencyPath(source));
  } catch {
    return false;
  }
}

function withVersion(name: string): string {
  const manifest: unknown = JSON.parse(readFileSync(dependencyPath(`${name}/package.json`), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return `${name} ${String(version)}`.trim();
}

function packageName(source: string): string {
  return source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/');
}
