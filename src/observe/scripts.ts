import { httpGet } from './http.ts';
import type { HttpOptions } from './http.ts';

/** A script of a page in a file of its own. */
export interface ReadScript {
  /** Its address. */
  readonly src: string;
  readonly text: string;
}

/** Asks once more for scripts that a page has loaded. Only those that are answered as scripts are read. */
export async function readScripts(sources: readonly string[], options: HttpOptions): Promise<readonly ReadScript[]> {
  const read = await Promise.all(
    sources.map(async (src) => {
      const answer = await httpGet(src, options);
      if (!answer.ok || answer.value.status !== 200) return [];
      return /html/iu.test(answer.value.headers['content-type'] ?? '') ? [] : [{ src, text: answer.value.body }];
    }),
  );
  return read.flat();
}
