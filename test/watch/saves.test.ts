import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { spanText } from '../../src/commands/watch/end.ts';
import { FileChanges } from '../../src/commands/common/serve/file-changes.ts';
import { OWN_REPORT } from '../../src/model/own-report.ts';
import { watchFolder } from '../../src/commands/common/serve/watch-folder.ts';
import type { FolderWatch } from '../../src/commands/common/serve/watch-folder.ts';
import { flaky } from '../support/flaky.ts';
import { temporaryFolder } from '../support/temporary.ts';
import { eventually } from '../support/eventually.ts';

interface Watched {
  readonly fileChanges: FileChanges;
  /** What was settled so far. */
  readonly settled: (string | undefined)[];
  /** What a server is started again for. */
  readonly restarts: (string | undefined)[];
  /** Files that were reported one by one. */
  readonly reported: string[];
  write(file: string, text: string): void;
  folder: string;
}

async function watched(options: { readonly poll?: boolean } = {}): Promise<Watched> {
  const folder = temporaryFolder();
  const write = (file: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  };
  write('main.js', 'first');
  write('templates/index.html', 'first');
  const fileChanges = new FileChanges(folder);
  const settled: (string | undefined)[] = [];
  const reported: string[] = [];
  const restarts: (string | undefined)[] = [];
  fileChanges.listen({
    onSave: (file) => void reported.push(file),
    onSettled: (file, changed) => {
      settled.push(file);
      restarts.push(changed);
    },
    onError: (reason) => expect.unreachable(reason),
  });
  await fileChanges.start(watchFolder(folder, options));
  onTestFinished(() => fileChanges.close());
  return { fileChanges, settled, restarts, reported, write, folder };
}

/** Resolves when a save of this file has been reported: everything before it has been, too. */
async function saveReported(watch: Watched, file: string): Promise<void> {
  await eventually(() => expect(watch.reported).toContain(file));
}

async function expectSettled(watch: Watched, file: string): Promise<void> {
  await eventually(() => expect(watch.settled).toContain(file));
}

describe('saves', () => {
  test.each([false, true])(
    'a report that --html writes beside the sources is not one, nor is its end (poll: %s)',
    async (poll) => {
      const watch = await watched({ poll });
      watch.write('report.html', `<!doctype html>\n<meta charset="utf-8">\n${OWN_REPORT}\n<title>first</title>`);
      watch.write('report.html', `<!doctype html>\n<meta charset="utf-8">\n${OWN_REPORT}\n<title>second</title>`);
      watch.write('other.html', '<title>a page</title>');
      await expectSettled(watch, 'other.html');
      rmSync(path.join(watch.folder, 'report.html'));
      watch.write('main.js', 'second');
      await expectSettled(watch, 'main.js');
      expect(watch.reported).not.toContain('report.html');
    },
  );

  test('several files at once are one save', async () => {
    const watch = await watched();
    watch.write('main.js', 'second');
    watch.write('templates/index.html', 'second');
    await saveReported(watch, 'main.js');
    await saveReported(watch, 'templates/index.html');
    await eventually(() => expect(watch.settled.length).toBeGreaterThan(0));
    expect(watch.settled.length).toBeLessThan(watch.reported.length);
  });

  test('an editor that writes beside the file and renames: only the file is named, also where its event comes late', async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, 'main.js'), 'first');
    const settled: (string | undefined)[] = [];
    const changes = new FileChanges(folder);
    onTestFinished(() => changes.close());
    changes.listen({ onSettled: (file) => void settled.push(file) });
    let tell: Parameters<FolderWatch>[0] | undefined;
    await changes.start((listener) => {
      tell = listener;
      return Promise.resolve({ close: () => Promise.resolve() });
    });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    // The watcher tells of the temporary file first, and of what it became only after the group has ended.
    tell?.onSave('sedOtter7', 'added');
    await vi.advanceTimersByTimeAsync(100);
    expect(settled).toEqual([]);
    tell?.onSave('main.js', 'written');
    tell?.onSave('sedOtter7', 'removed');
    await vi.advanceTimersByTimeAsync(1000);
    expect(settled).toEqual(['main.js']);
    // Nothing became of this one: whoever stopped for it must go on.
    tell?.onSave('sedOtter8', 'added');
    tell?.onSave('sedOtter8', 'removed');
    await vi.advanceTimersByTimeAsync(1000);
    expect(settled).toEqual(['main.js', undefined]);
    // A new file that stays is a save, and so is its removal.
    writeFileSync(path.join(folder, 'new.js'), 'x');
    tell?.onSave('new.js', 'added');
    await vi.advanceTimersByTimeAsync(1000);
    rmSync(path.join(folder, 'new.js'));
    tell?.onSave('new.js', 'removed');
    await vi.advanceTimersByTimeAsync(1000);
    expect(settled).toEqual(['main.js', undefined, 'new.js', 'new.js']);
  });

  test.each([{ poll: false }, { poll: true }])(
    'by renaming, and by deleting and writing again: %o',
    async (options) => {
      const watch = await watched(options);
      writeFileSync(path.join(watch.folder, 'beside.js'), 'second');
      renameSync(path.join(watch.folder, 'beside.js'), path.join(watch.folder, 'main.js'));
      await expectSettled(watch, 'main.js');
      watch.settled.length = 0;
      rmSync(path.join(watch.folder, 'templates/index.html'));
      watch.write('templates/index.html', 'third and longer');
      await expectSettled(watch, 'templates/index.html');
    },
  );

  test('an empty folder for pages or scripts is a save, and no other one; nor is one that the tutor fills', async () => {
    const watch = await watched();
    mkdirSync(path.join(watch.folder, 'cache'));
    watch.write('public/htmx.min.js', 'htmx');
    watch.fileChanges.changed(['public/htmx.min.js']);
    mkdirSync(path.join(watch.folder, 'static'));
    await expectSettled(watch, 'static/');
    expect(watch.reported).not.toContain('cache');
    expect(watch.reported).not.toContain('public');
  });

  test('what editors, servers and the tutor write next to the sources is not a save', async () => {
    const watch = await watched();
    for (const file of ['chat.log', 'main.js~', '.main.js.swp', '4913', 'chat.sqlite3-wal', '.tutor/progress.json'])
      watch.write(file, 'x');
    watch.write('node_modules/ws/index.js', 'x');
    watch.write('last.js', 'x');
    await saveReported(watch, 'last.js');
    expect(new Set(watch.reported)).toEqual(new Set(['last.js']));
  });

  test(
    'what the tutor writes is one change without a name; what the learner writes afterwards is a save',
    flaky('two writes within a stall of the machine are reported as one'),
    async () => {
      const watch = await watched();
      watch.write('main.js', 'the solution');
      watch.fileChanges.changed(['main.js']);
      await eventually(() => expect(watch.settled).toEqual([undefined]));
      expect(watch.restarts).toEqual(['main.js']);
      watch.write('main.js', 'the solution, changed');
      await expectSettled(watch, 'main.js');
    },
  );
});

test.each([
  [400, '1 second'],
  [59_000, '59 seconds'],
  [61_000, '1 minute'],
  [25 * 60_000, '25 minutes'],
  [60 * 60_000, '1 hour'],
  [(3 * 60 + 5) * 60_000, '3 hours and 5 minutes'],
  [72 * 3_600_000, '3 days'],
])('%i ms are %s', (milliseconds, text) => {
  expect(spanText(milliseconds)).toBe(text);
});
