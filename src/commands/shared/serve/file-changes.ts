import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FolderWatch, SaveListener } from '../shared/serve/watch-folder.ts';

/** An editor writes a file in several moves, and may save several files; a check waits until they are over. Milliseconds. */
const SETTLE_MS = 60;
/** How long after a write of the tutor's own the watcher may still tell of it, in milliseconds. */
const OWN_MS = 1500;

/** One watcher of the folder for all who want to hear of fileChanges. */
export class FileChanges {
  readonly #folder: string;
  readonly #listeners = new Set<SaveListener>();
  #watcher: { close(): Promise<void> } | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #saved: string[] = [];
  /** What the tutor wrote last, by file: a save that finds this content is the tutor's own. */
  #ours: { readonly until: number; readonly contents: ReadonlyMap<string, string> } | undefined;
  #onSettled: (file: string | undefined) => void = () => undefined;

  /** @param folder absolute path */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Begins to watch. `onSave` is told at once; `onSettled` once for fileChanges that come together, with the first file of them that is there, or
   * undefined where only the tutor has changed something.
   */
  async start(
    watch: FolderWatch,
    on: SaveListener & { readonly onSettled: (file: string | undefined) => void },
  ): Promise<void> {
    this.#onSettled = on.onSettled;
    this.#watcher = await watch({
      onSave: (file) => {
        for (const listener of this.#listeners) listener.onSave(file);
        if (this.#isOurs(file)) return;
        on.onSave(file);
        this.#saved.push(file);
        this.#settle();
      },
      onError: on.onError,
    });
  }

  /** The same fileChanges for one more listener, which is told at once. */
  readonly watch: FolderWatch = (listener) => {
    this.#listeners.add(listener);
    return Promise.resolve({ close: () => Promise.resolve(void this.#listeners.delete(listener)) });
  };

  /** The tutor has written these files: what the watcher tells of them is no save of the learner's. */
  changed(files: readonly string[]): void {
    const contents = new Map(files.map((file) => [file, this.#content(file)]));
    this.#ours = { until: performance.now() + OWN_MS, contents };
    this.#settle();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher?.close();
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      const saved = this.#saved.splice(0);
      // What is gone again was an editor's own way to write the file that is there now.
      this.#onSettled(saved.find((file) => existsSync(path.join(this.#folder, file))) ?? saved[0]);
    }, SETTLE_MS);
  }

  /** A check of just this content has begun or is about to. */
  #isOurs(file: string): boolean {
    if (this.#ours === undefined || performance.now() > this.#ours.until) return false;
    return this.#ours.contents.get(file) === this.#content(file);
  }

  /** Tells contents apart; empty for a file that is not there. */
  #content(file: string): string {
    try {
      return createHash('sha256')
        .update(readFileSync(path.join(this.#folder, file)))
        .digest('hex');
    } catch {
      return '';
    }
  }
}
