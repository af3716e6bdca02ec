import path from 'node:path';
import { leadsUpwards } from '../../../files/regular.ts';
import { isReportFile } from '../output/report-file.ts';

export interface SaveListener {
  /** @param file relative to the folder, with forward slashes. @param how it was not there before, or is not there any more, or else was written */
  readonly onSave: (file: string, how: 'added' | 'removed' | 'written') => void;
  /** Saves are not seen from now on, or not all. */
  readonly onError: (reason: string) => void;
}

/** Starts watching; resolves when it sees saves. */
export type FolderWatch = (listener: SaveListener) => Promise<{ close(): Promise<void> }>;

const NOT_WATCHED = new Set(['node_modules', '.tutor', '.venv', 'venv', 'env', '.git', '__pycache__']);

// What editors and servers write beside the sources must neither restart a server nor start a check, least of all a file
// that the server itself writes while it is checked.
const NOT_SOURCE =
  /(?:~|\.(?:log|jsonl|pid|sock|pyc|sw[a-p]|tmp|temp|bak)|\.(?:db|sqlite3?)(?:-\w+)?)$|^(?:4913|\.#.*|#.*#|\.DS_Store)$/u;

/** Folders from which servers read pages and scripts: some servers start only when they exist, and an empty one has no file to save. */
const READ_FROM = new Set(['public', 'static', 'templates', 'views']);

/** Polling interval in milliseconds where the system gives no events. */
const POLL_MS = 250;

/** Watches a learner's folder. `poll`: polls for changes, for network drives that send no events. */
export function watchFolder(folder: string, { poll = false }: { readonly poll?: boolean } = {}): FolderWatch {
  return async ({ onSave, onError }) => {
    const { watch } = await import('chokidar');
    const ignored = (file: string): boolean => {
      const parts = path.relative(folder, file).split(path.sep);
      if (parts.some((part) => NOT_WATCHED.has(part)) || NOT_SOURCE.test(parts.at(-1) ?? '')) return true;
      // The watched folder itself may be reached by any link.
      return parts[0] !== '' && leadsUpwards(file);
    };
    // Editors that save by renaming remove the file for a moment: chokidar waits for it to come back.
    const watcher = watch(folder, {
      ignored,
      ignoreInitial: true,
      atomic: true,
      ...(poll ? { usePolling: true, interval: POLL_MS, binaryInterval: POLL_MS } : {}),
    });
    const isReport = reportsIn();
    watcher.on('all', (event, file) => {
      if (isReport(file, event === 'unlink')) return;
      if (event === 'unlinkDir' || (event === 'addDir' && !READ_FROM.has(path.relative(folder, file)))) return;
      const how = event === 'add' || event === 'addDir' ? 'added' : event === 'unlink' ? 'removed' : 'written';
      onSave(path.relative(folder, file).split(path.sep).join('/'), how);
    });
    watcher.on('error', (error) => onError(error instanceof Error ? error.message : String(error)));
    await new Promise<void>((resolve) => {
      watcher.once('ready', () => resolve());
      watcher.once('error', () => resolve());
    });
    return watcher;
  };
}

/** Recognises reports that `--html` has written beside the sources: they begin with a mark. One that is gone is known by its name. */
function reportsIn(): (file: string, isGone: boolean) => boolean {
  const known = new Set<string>();
  return (file, isGone) => {
    if (!/\.html?$/iu.test(file)) return false;
    if (isGone) return known.has(file);
    const isOurs = isReportFile(file);
    if (isOurs) known.add(file);
    else known.delete(file);
    return isOurs;
  };
}
