import type { Evidence } from '../../model/finding.ts';
import type { Words } from '../entry.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { placeWords } from './place-words.ts';

/** A handler that holds the process with a call that waits. */
export function sleepWords(evidence: Evidence, server: ServerWords): Pick<Words, 'cause' | 'fix'> {
  const at = placeWords(evidence.where?.[0]);
  const waited = evidence.waitedMs === undefined ? '' : ` (waited ${evidence.waitedMs} ms)`;
  return {
    cause: `The message handler waits in ${at} without giving control back to the event loop. Until it returns, nobody gets an answer, and not even a new connection is accepted${waited}.`,
    fix: isKnown(server)
      ? inServerLanguage(server, {
          node: `Instead of the call in ${at}, wait for something that lets others go on: \`await setTimeout(100)\`, with \`setTimeout\` from \`node:timers/promises\`.`,
          python: `in ${at} write \`await asyncio.sleep(…)\`, in a handler that is \`async def\`; or remove the wait.`,
        })
      : `Remove the wait in ${at}, or use a timer of your event loop instead.`,
  };
}

function isKnown({ language, file = '' }: ServerWords): boolean {
  return language !== 'other' || /\.(?:[cm]?[jt]s|py)$/u.test(file);
}
