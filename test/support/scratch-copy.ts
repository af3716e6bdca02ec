import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT, temporaryFolder } from '../cli/tutor.ts';

const run = promisify(execFile);

/** A copy of the sources and the steps, for trying what CONTRIBUTING says. It is gone after the test. */
export class ScratchCopy {
  readonly root = path.join(temporaryFolder(), 'copy');
  readonly launcher = path.join(this.root, 'bin', 'htmx-realtime-tutor.js');

  constructor() {
    for (const part of ['src', 'steps', 'scripts', 'bin', 'package.json', 'tsconfig.json'])
      cpSync(path.join(ROOT, part), path.join(this.root, part), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(this.root, 'node_modules'), 'junction');
  }

  /** Writes a new file. */
  add(file: string, text: string): void {
    const target = path.join(this.root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text, { flag: 'wx' });
  }

  /** Puts a text before one that the file has exactly once. A file without it throws: the recipe is not true any more. */
  insertBefore(file: string, anchor: string, text: string): void {
    const target = path.join(this.root, file);
    const parts = readFileSync(target, 'utf8').split(anchor);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} times ${anchor}`);
    writeFileSync(target, parts.join(`${text}${anchor}`));
  }

  /** The one source that has a text. @returns its path from the root */
  fileWith(text: string): string {
    const files = readdirSync(path.join(this.root, 'src'), { recursive: true, encoding: 'utf8' })
      .map((file) => path.join('src', file))
      .filter((file) => file.endsWith('.ts') && readFileSync(path.join(this.root, file), 'utf8').includes(text));
    const [file] = files;
    if (file === undefined || files.length > 1) throw new Error(`${files.join(', ') || 'no file'} has ${text}`);
    return file;
  }

  /** What the compiler says of it; empty: nothing. */
  async types(): Promise<string> {
    const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    return run(process.execPath, [tsc, '-p', this.root], { cwd: this.root }).then(
      () => '',
      (error: unknown) =>
        typeof error === 'object' && error !== null && 'stdout' in error ? String(error.stdout) : '',
    );
  }

  async build(): Promise<void> {
    await run(process.execPath, [path.join(this.root, 'scripts', 'build.mjs')], { cwd: this.root });
  }
}
