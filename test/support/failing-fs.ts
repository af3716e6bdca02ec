import type * as FileSystem from 'node:fs';
import path from 'node:path';

type Fs = typeof FileSystem;

/** The process is gone: whatever it still tries to write is never written. */
export class Killed extends Error {}

/** What happens at one call that writes. */
export type Fault =
  /** The process is killed before the call, or in the middle of it. */
  | { readonly kind: 'kill'; readonly halfway: boolean }
  /** The system refuses the call, or this one and each that follows (a full disk lets files be removed and renamed). */
  | { readonly kind: 'refuse'; readonly code: 'EIO' | 'ENOSPC' | 'EACCES'; readonly lasting: boolean }
  /** Somebody else does something just before it. */
  | { readonly kind: 'meanwhile'; readonly act: () => void };

/** Number of the call -> what happens at it. */
export type Faults = ReadonlyMap<number, readonly Fault[]>;

let faults: Faults = new Map();
let calls = 0;
let isDead = false;
let refusing: string | undefined;

/** Runs work while its calls that write get faults. @returns how many calls there were */
export function withFaults(planned: Faults, work: () => void): number {
  [faults, calls, isDead, refusing] = [planned, 0, false, undefined];
  try {
    work();
  } finally {
    [faults, isDead, refusing] = [new Map(), false, undefined];
  }
  return calls;
}

/** What a full disk refuses. */
const NEEDS_SPACE = new Set(['openSync', 'writeSync', 'writeFileSync', 'mkdirSync', 'linkSync', 'fsyncSync']);

/** `node:fs` whose synchronous writes get the planned faults. Nothing is flushed to the disk: these tests kill no machine. */
export function failingFs(real: Fs): Fs {
  const halves = halvesOf(real);
  const faulty = <Arguments extends unknown[], Value>(
    name: string,
    run: (...args: Arguments) => Value,
    half: (...args: Arguments) => unknown,
  ) => {
    return (...args: Arguments): Value => {
      before(name, () => half(...args));
      return run(...args);
    };
  };
  const own = {
    openSync: (file: string, flags: string, mode?: number) => {
      if (/[wax+]/u.test(flags)) before('openSync');
      return real.openSync(file, flags, mode);
    },
    writeFileSync: faulty(
      'writeFileSync',
      (file: string, data: Bytes) => real.writeFileSync(file, data),
      halves.writeFileSync,
    ),
    writeSync: faulty(
      'writeSync',
      (handle: number, data: Bytes, from?: number) => writeOn(real, handle, data, from),
      halves.writeSync,
    ),
    fsyncSync: () => before('fsyncSync'),
    renameSync: faulty('renameSync', (from: string, to: string) => real.renameSync(from, to), halves.renameSync),
    linkSync: faulty('linkSync', (from: string, to: string) => real.linkSync(from, to), halves.linkSync),
    rmSync: faulty('rmSync', (file: string, options?: Options) => real.rmSync(file, options), halves.rmSync),
    rmdirSync: faulty('rmdirSync', (folder: string) => real.rmdirSync(folder), halves.rmdirSync),
    mkdirSync: faulty(
      'mkdirSync',
      (folder: string, options?: Options) => real.mkdirSync(folder, options),
      halves.mkdirSync,
    ),
    chmodSync: faulty(
      'chmodSync',
      (file: string, mode: number) => real.chmodSync(file, mode),
      (file, mode) => real.chmodSync(file, mode),
    ),
  };
  return { ...real, ...own } as unknown as Fs;
}

type Bytes = string | Buffer;
interface Options {
  readonly recursive?: boolean;
  readonly force?: boolean;
}

function writeOn(real: Fs, handle: number, data: Bytes, from = 0): number {
  return typeof data === 'string' ? real.writeSync(handle, data) : real.writeSync(handle, data, from);
}

/** What is done of a call when the process is killed in its middle; for some, all of it. */
function halvesOf(real: Fs) {
  return {
    writeFileSync: (file: string, data: Bytes) => real.writeFileSync(file, data.slice(0, data.length / 2)),
    writeSync: (handle: number, data: Bytes, from = 0) => {
      const rest = Buffer.from(data).subarray(from);
      real.writeSync(handle, rest.subarray(0, rest.length / 2));
    },
    renameSync: (from: string, to: string) => real.existsSync(from) && real.renameSync(from, to),
    linkSync: (from: string, to: string) => real.existsSync(to) || real.linkSync(from, to),
    rmSync: (file: string, { recursive = false }: Options = {}) => {
      if (!recursive) return real.rmSync(file, { force: true });
      // The files of the first half, and no folder.
      const inside = real.existsSync(file) ? real.readdirSync(file, { recursive: true, withFileTypes: true }) : [];
      const files = inside.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
      for (const each of files.slice(0, Math.ceil(files.length / 2))) real.rmSync(each);
    },
    rmdirSync: (folder: string) => {
      if (real.existsSync(folder) && real.readdirSync(folder).length === 0) real.rmdirSync(folder);
    },
    mkdirSync: (folder: string, { recursive = false }: Options = {}) => {
      const parent = path.dirname(folder);
      if (recursive && !real.existsSync(parent)) real.mkdirSync(parent, { recursive });
      else if (!real.existsSync(folder)) real.mkdirSync(folder);
    },
  };
}

function before(name: string, half: () => unknown = () => undefined): void {
  if (isDead) throw new Killed();
  for (const fault of faults.get(calls++) ?? []) {
    if (fault.kind === 'meanwhile') fault.act();
    else if (fault.kind === 'refuse') {
      if (fault.lasting) refusing = fault.code;
      refuse(name, fault.code);
    } else {
      isDead = true;
      if (fault.halfway) half();
      throw new Killed();
    }
  }
  if (refusing !== undefined) refuse(name, refusing);
}

function refuse(name: string, code: string): void {
  if (code === 'ENOSPC' && !NEEDS_SPACE.has(name)) return;
  throw Object.assign(new Error(`${code}: injected, ${name}`), { code, syscall: name, errno: -1 });
}
