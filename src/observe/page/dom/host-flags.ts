import { realpathSync } from 'node:fs';
import path from 'node:path';
import host from './host-flags.json' with { type: 'json' };

/**
 * The options of Node for the process of a page. It reads its own program and what stands in for the scripts of a CDN, and may neither write
 * a file nor start a process, a thread, an addon or an inspector (Node.js, "Permissions").
 * @param file absolute path of the host's program @param folders absolute paths of what else it reads @param version of Node
 */
export function hostFlags(
  file: string,
  folders: readonly string[],
  version: string = process.versions.node,
): readonly string[] {
  const major = Number.parseInt(version, 10);
  const program = path.dirname(file);
  const readable = new Set([program, realOf(program), ...folders]);
  return [
    ...host.flags,
    // Node 22.13 and 23.5 take the old name as well; Node 24 does not.
    major < 24 ? '--experimental-permission' : '--permission',
    // From Node 25 on, the network needs a permission, too. The host itself refuses all but this machine and the page's own server.
    ...(major < 25 ? [] : ['--allow-net']),
    ...[...readable].map((folder) => `--allow-fs-read=${folder}`),
    // Node calls the old name experimental, and a comma in a path an old notation.
    '--no-warnings',
  ];
}

/** Node loads the program from where its links lead. */
function realOf(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return folder;
  }
}
