import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './tutor.ts';

/**
 * The packed tarball, unpacked as an installation would be, beside the packages that it depends on and no others.
 * @returns path of the launcher
 */
export function installed(folder: string): string {
  const output = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // npm 11 prints a list of packages, npm 12 an object by name.
  const parsed: unknown = JSON.parse(output);
  const [packed] = Object.values(parsed as Record<string, { readonly filename: string }>);
  const modules = path.join(folder, 'node_modules');
  const target = path.join(modules, 'htmx-realtime-tutor');
  mkdirSync(target, { recursive: true });
  execFileSync('tar', ['-xzf', path.join(folder, packed?.filename ?? ''), '-C', target, '--strip-components=1']);
  const needed = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for (const line of needed.trim().split('\n').slice(1)) {
    const name = path.relative(path.join(ROOT, 'node_modules'), line);
    // A package inside another one comes with it.
    if (name.includes(`node_modules${path.sep}`) || existsSync(path.join(modules, name))) continue;
    mkdirSync(path.dirname(path.join(modules, name)), { recursive: true });
    symlinkSync(line, path.join(modules, name));
  }
  return path.join(target, 'bin', 'htmx-realtime-tutor.js');
}
