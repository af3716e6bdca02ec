import { isOfATutor } from './family.ts';
import { holdersOfPort, processName } from './proc-net.ts';

const DEADLINE_MS = 3000;

/** The program that listens on a port. */
export interface Holder {
  /** `python3 (process 123)`. */
  readonly program: string;
  /** A tutor has started it, or is it: the learner's server beside `watch`, and the page of `run`. */
  readonly isOfATutor: boolean;
}

/** The program that listens on a TCP port. Undefined where the system does not say, as is usual for programs of other users. */
export async function holderOn(port: number, platform: NodeJS.Platform): Promise<Holder | undefined> {
  try {
    const { pid, name } = await processOn(port, platform);
    return pid === undefined ? undefined : { program: shown(name, pid), isOfATutor: isOfATutor(Number(pid)) };
  } catch {
    return undefined;
  }
}

/** As `holderOn`, only what to call it. */
export async function listenerOn(port: number, platform: NodeJS.Platform): Promise<string | undefined> {
  return (await holderOn(port, platform))?.program;
}

interface Listener {
  readonly pid: string | undefined;
  /** Empty: the system does not say. */
  readonly name: string;
}

async function processOn(port: number, platform: NodeJS.Platform): Promise<Listener> {
  if (platform === 'linux') return fromProc(port);
  return platform === 'win32' ? fromNetstat(port) : fromLsof(port);
}

function fromProc(port: number): Listener {
  const [found] = holdersOfPort(port);
  const pid = found === undefined ? undefined : String(found);
  return { pid, name: pid === undefined ? '' : processName(pid) };
}

/** lsof(8), output for other programs: a line `p123`, then a line `cpython3`. */
async function fromLsof(port: number): Promise<Listener> {
  const { execa } = await import('execa');
  const { stdout } = await execa('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], { timeout: DEADLINE_MS });
  return { pid: /^p(\d+)$/mu.exec(stdout)?.[1], name: /^c(.+)$/mu.exec(stdout)?.[1] ?? '' };
}

async function fromNetstat(port: number): Promise<Listener> {
  const { execa } = await import('execa');
  const { stdout } = await execa('netstat', ['-ano', '-p', 'TCP'], { timeout: DEADLINE_MS });
  return { pid: new RegExp(`:${port}\\s+\\S+\\s+LISTENING\\s+(\\d+)`, 'u').exec(stdout)?.[1], name: '' };
}

function shown(name: string, pid: string): string {
  return name.trim() === '' ? `process ${pid}` : `${name.trim()} (process ${pid})`;
}
