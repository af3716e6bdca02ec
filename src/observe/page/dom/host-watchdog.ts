import { Worker } from 'node:worker_threads';

/**
 * Ends this process within about a second of its parent's end, even while a page keeps the main thread in an endless loop, when
 * no `disconnect` event can be received.
 */
export function watchParent(): void {
  const source = `
    const parent = process.ppid;
    setInterval(() => {
      let alive = process.ppid === parent;
      try { process.kill(parent, 0); } catch (error) { if (error.code === 'ESRCH') alive = false; }
      if (!alive) process.kill(process.pid, 'SIGKILL');
    }, 500);`;
  const worker = new Worker(source, { eval: true, execArgv: [], stdout: false, stderr: false });
  worker.unref();
  worker.on('error', () => undefined);
}
