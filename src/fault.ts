import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from './model/package-root.ts';
import { EXIT } from './model/result.ts';

/** Says that it is our bug, or what the machine refused. @returns the exit code. */
export function reportFault(error: unknown, args: readonly string[], stderr: NodeJS.WritableStream): number {
  const refused = refusedBySystem(error);
  if (refused !== undefined) {
    stderr.write(`${refused}\n`);
    return EXIT.environment;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(
    `This is a fault of the tutor itself, not of your files.\n` +
      `Please report it to the project with these lines:\n\n` +
      `htmx-realtime-tutor ${version()}, Node ${process.versions.node}, ${process.platform} ${process.arch}\n` +
      `htmx-realtime-tutor ${args.join(' ')}\n${text}\n`,
  );
  return EXIT.bug;
}

/** A permission or a full disk that no command had foreseen is still not our bug. */
function refusedBySystem(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || !('path' in error)) return undefined;
  if (error.code === 'ENOENT' && isOwnProgram(String(error.path)))
    return 'The tutor was updated or removed while it ran: a part of it is not there any more. Start it again.';
  const reason = {
    EACCES: 'permission denied',
    EPERM: 'permission denied',
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
  }[String(error.code)];
  return reason === undefined ? undefined : `${String(error.path)} cannot be used: ${reason}.`;
}

/** Programs are loaded when they are first needed, which may be hours after the tutor was started. */
function isOwnProgram(file: string): boolean {
  return file.startsWith(path.join(packageRoot(), 'dist') + path.sep) && /\.c?js$/u.test(file);
}

/** The tutor's own. */
export function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : 'unknown';
}
