/** One file's two contents; undefined: the file does not exist. */
export interface FilePair {
  readonly file: string;
  readonly before: Buffer | undefined;
  readonly after: Buffer | undefined;
}

/**
 * A unified diff (3 lines of context) that `git apply` and `patch -p1` understand; empty when the texts agree.
 * CRLF and LF line ends count as equal; of binary files it only says that they differ.
 */
export async function unifiedDiff(pair: FilePair): Promise<string> {
  const { file, before, after } = pair;
  if (before !== undefined && after !== undefined && before.equals(after)) return '';
  if (isBinary(before) || isBinary(after)) return `Binary file ${file} differs\n`;
  const [old, fresh] = [textOf(before), textOf(after)];
  if (old === fresh && (before === undefined) === (after === undefined)) return '';
  const { createTwoFilesPatch } = await import('diff/lib/patch/create.js');
  const names: readonly [string, string] = [
    before === undefined ? '/dev/null' : `a/${file}`,
    after === undefined ? '/dev/null' : `b/${file}`,
  ];
  const patch = createTwoFilesPatch(names[0], names[1], old, fresh, undefined, undefined, { context: 3 });
  return patch.slice(patch.indexOf('---'));
}

function textOf(bytes: Buffer | undefined): string {
  return (bytes?.toString('utf8') ?? '').replace(/\r\n/g, '\n');
}

function isBinary(bytes: Buffer | undefined): boolean {
  return bytes !== undefined && bytes.subarray(0, 8000).includes(0);
}
