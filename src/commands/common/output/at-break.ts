import type { CommandContext } from '../context.ts';

/**
 * Makes sure that a report is written: calls `work` once, as soon as the command is interrupted, or when it or the process ends by a fault of our own.
 * @returns what must be called when the report is written as usual
 */
export function atBreak({ signal, atEnd }: Pick<CommandContext, 'signal' | 'atEnd'>, work: () => void): () => void {
  let isWritten = false;
  const close = (): void => {
    isWritten = true;
    signal.removeEventListener('abort', write);
    process.off('exit', write);
  };
  const write = (): void => {
    if (isWritten) return;
    // First: a fault of the work itself must not bring it here again.
    close();
    work();
  };
  signal.addEventListener('abort', write);
  // An exception that nobody awaits ends the process at once.
  process.on('exit', write);
  atEnd(write);
  return close;
}
