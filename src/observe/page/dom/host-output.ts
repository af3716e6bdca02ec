import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** Of one message: the largest of a page is the document itself. Characters. */
const LONGEST_LINE = 32 * 1024 * 1024;
/** Of all messages of one host: hundreds of times what a check reads of a page. Characters. */
const MOST_CHARACTERS = 256 * 1024 * 1024;

/**
 * Calls `take` with each line of a stream, and `tooMuch`, once, when more comes than is read; nothing is read from then on. A process that is
 * no longer itself may write without end.
 */
export function readLines(
  stream: Readable,
  on: { readonly take: (line: string) => void; readonly tooMuch: () => void },
  most: { readonly line: number; readonly all: number } = { line: LONGEST_LINE, all: MOST_CHARACTERS },
): void {
  const decoder = new StringDecoder('utf8');
  let parts: string[] = [];
  let length = 0;
  let all = 0;
  stream.on('data', (chunk: Buffer) => {
    const [first = '', ...others] = decoder.write(chunk).split('\n');
    for (const [index, text] of [first, ...others].entries()) {
      if (index > 0) {
        on.take(parts.join(''));
        parts = [];
        length = 0;
      }
      parts.push(text);
      length += text.length;
      all += text.length;
      if (length <= most.line && all <= most.all) continue;
      stream.removeAllListeners('data').destroy();
      on.tooMuch();
      return;
    }
  });
}
