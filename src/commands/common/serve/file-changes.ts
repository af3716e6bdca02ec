import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { readRegular } from '../../../files/regular.ts';
import type { FolderWatch } from './watch-folder.ts';

/**
 * An editor writes a file in several steps, and may save several files; a restart or a check waits until all are done. Longer than the 50 ms within
 * which chokidar does not report a second write to a file: what is read then has it. Milliseconds.
 */
const SETTLE_MS = 60;
/** How long the file is waited for that replaces another one, after the temporary one that it was written to. Milliseconds. */
const REPLACED_MS = 300;
/** Milliseconds after a write by the tutor in which the watcher may still report it. */
const OWN_MS = 1500;

export interface ChangeListener {
  /** The learner has saved a file; reported at once. */
  readonly onSave?: (file: string) => void;
  /**
   * A group of changes is complete. `saved`: the first file of the learner's that exists; undefined where only the tutor has
   * changed something, or an editor's temporary file has come and gone. `changed`: the same for all that was changed; undefined where nothing on the disk was.
   * `all`: everything that was changed.
   */
  readonly onSettled?: (saved: string | undefined, changed: string | undefined, all: readonly string[]) => void;
  /** Saves are not seen from now on, or not all. */
  readonly onError?: (reason: string) => void;
}

/** The one watcher of the folder, for all listeners to the learner's and the tutor's own changes. */
export class FileChanges {
  readonly #folder: string;
  readonly #listeners = new Set<ChangeListener>();
  #watcher: { close(): Promise<void> } | undefined;
  #timer: NodeJS.Timeout | undefined;
  readonly #saved: string[] = [];
  readonly #written: string[] = [];
  /** New files of this group, and those of earlier ones that were gone at its end: an editor wrote them, to rename or remove them. */
  readonly #added = new Set<string>();
  readonly #temporary = new Set<string>();
  /** What the tutor wrote last, by file: a save that finds this content is the tutor's own. */
  #ours: { readonly until: number; readonly contents: ReadonlyMap<string, string> } | undefined;

  /** @param folder absolute path */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Starts watching; resolves when saves are seen. */
  async start(watch: FolderWatch): Promise<void> {
    this.#watcher = await watch({
      onSave: (file, how) => {
        if (this.#isOurs(file)) return;
        // Its end is not a save, either.
        if (this.#temporary.delete(file) && how === 'removed') return;
        if (how === 'added') this.#added.add(file);
        for (const { onSave } of this.#listeners) onSave?.(file);
        this.#saved.push(file);
        this.#settle();
      },
      onError: (reason) => {
        for (const { onError } of this.#listeners) onError?.(reason);
      },
    });
  }

  /** @returns a function that removes the listener */
  listen(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** The tutor has written these files: what the watcher reports of them is not a save by the learner. */
  changed(files: readonly string[]): void {
    const contents = new Map(files.map((file) => [file, this.#content(file)]));
    this.#ours = { until: performance.now() + OWN_MS, contents };
    this.#written.push(...files);
    this.#settle();
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#watcher?.close();
  }

  #settle(): void {
    this.#after(SETTLE_MS, () => {
      const saved = this.#withoutTemporary(this.#saved.splice(0));
      const changed = [...saved, ...this.#written.splice(0)];
      if (changed.length > 0) this.#tell(saved, changed);
      // A check may have been stopped for it, so it must begin again even if nothing follows.
      else this.#after(REPLACED_MS, () => this.#tell([], []));
    });
  }

  #after(ms: number, action: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, ms);
  }

  #tell(saved: readonly string[], changed: readonly string[]): void {
    for (const { onSettled } of this.#listeners) onSettled?.(this.#named(saved), this.#named(changed), changed);
  }

  /** A new file that has disappeared again was an editor's temporary one: the file that it became is a save of its own. */
  #withoutTemporary(files: readonly string[]): readonly string[] {
    const isTemporary = (file: string): boolean => this.#added.has(file) && !this.#exists(file);
    const [temporary, saved] = [files.filter(isTemporary), files.filter((file) => !isTemporary(file))];
    for (const file of temporary) this.#temporary.add(file);
    this.#added.clear();
    return saved;
  }

  /** Of several files, one that was removed is named only if all were, and a folder, with a slash at its end, only where nothing else changed. */
  #named(files: readonly string[]): string | undefined {
    const there = files.filter((file) => this.#exists(file));
    const named = there.find((file) => !this.#isFolder(file)) ?? there[0] ?? files[0];
    return named !== undefined && this.#isFolder(named) ? `${named}/` : named;
  }

  #isFolder(file: string): boolean {
    return statSync(path.join(this.#folder, file), { throwIfNoEntry: false })?.isDirectory() === true;
  }

  #exists(file: string): boolean {
    return existsSync(path.join(this.#folder, file));
  }

  /** A check of exactly this content has begun or is about to. */
  #isOurs(file: string): boolean {
    if (this.#ours === undefined || performance.now() > this.#ours.until) return false;
    const { contents } = this.#ours;
    // A folder that the tutor has made for a file of its own is one, too.
    return contents.get(file) === this.#content(file) || [...contents.keys()].some((own) => own.startsWith(`${file}/`));
  }

  /** Identifies the content; empty for a missing file. */
  #content(file: string): string {
    try {
      return createHash('sha256')
        .update(readRegular(path.join(this.#folder, file)) ?? '')
        .digest('hex');
    } catch {
      return '';
    }
  }
}
