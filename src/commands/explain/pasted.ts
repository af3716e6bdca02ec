import { environmentProblem, ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';
import type { CommandContext } from '../common/context.ts';

const MOST_BYTES = 1_000_000;

/** The text on standard input, up to its end; `interrupted` by the context's signal. A problem: it is empty or longer than 1 MB. */
export async function pastedText({ stdin, signal }: CommandContext): Promise<Result<string> | 'interrupted'> {
  const stop = (): void => void stdin.destroy();
  signal.addEventListener('abort', stop);
  try {
    return await textOf(stdin);
  } catch (error) {
    if (signal.aborted) return 'interrupted';
    return environmentProblem(
      `Standard input cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

async function textOf(stdin: NodeJS.ReadStream): Promise<Result<string>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stdin) {
    const data = Buffer.from(chunk as Uint8Array);
    bytes += data.length;
    if (bytes > MOST_BYTES) return wrongUsage('The text is longer than 1 MB.', 'Paste only the part around the error.');
    chunks.push(data);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  if (text.trim() !== '') return ok(text);
  return wrongUsage(
    'Standard input has no text.',
    'Copy what the browser or the server says and paste it, or give one line of it as an argument, in quotes.',
  );
}
