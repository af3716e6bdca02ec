import type { RunEvent } from '../model/event.ts';
import type { Spinner } from './spinner.ts';
import { runningAfter, waitingText } from './waiting-text.ts';
import type { RunningCheck } from './waiting-text.ts';

/** Shows on a spinner what a run is busy with. The result is called with each event of the run. */
export function showProgress(spinner: Spinner, step: string): (event: RunEvent) => void {
  let running: readonly RunningCheck[] = [];
  let again = '';
  spinner.update(() => {
    const text = waitingText(running, performance.now());
    return text === '' ? `Checking ${step}` : `${step}: ${again}${text}`;
  });
  return (event) => {
    if (event.type === 'checks-repeated')
      again = event.pageEnded ? 'the page ended, once more: ' : 'the machine is busy, once more: ';
    running = runningAfter(running, event, performance.now());
  };
}
