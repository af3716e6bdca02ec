import { processTree, readProc } from '../../servers/proc-net.ts';

const KILOBYTE = 1024;

/** Whether the memory of other processes can be read here. */
export function canMeasureMemory(): boolean {
  return process.platform === 'linux';
}

/**
 * Memory of its own of a process and of all that it has started, in bytes: what no file backs (proc_pid_status(5), RssAnon), so that a program that
 * runs five times does not count five times.
 */
export function memoryOfTree(root: number): number {
  return processTree(String(root)).reduce((bytes, pid) => bytes + ownMemory(pid), 0);
}

function ownMemory(pid: string): number {
  const [, kilobytes] = /^RssAnon:\s+(\d+) kB$/mu.exec(readProc(`/proc/${pid}/status`)) ?? [];
  return Number(kilobytes ?? 0) * KILOBYTE;
}
