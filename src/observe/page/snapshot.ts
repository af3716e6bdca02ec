import type { PageScript, PageSnapshot } from '../../model/page.ts';

/** The snapshot of a page that failed before one was taken. */
export const NO_SNAPSHOT: PageSnapshot = { url: '', htmx: undefined, scripts: [], elements: [], watched: {} };

/** Adds the answers to the scripts, which cannot be seen inside the page. @param answers by absolute URL */
export function withAnswers(
  snapshot: PageSnapshot,
  answers: ReadonlyMap<string, Pick<PageScript, 'status' | 'contentType'>>,
): PageSnapshot {
  const scripts = snapshot.scripts.map((script) => {
    const { status, contentType } = answers.get(script.src) ?? {};
    return {
      ...script,
      ...(status === undefined ? {} : { status }),
      ...(contentType === undefined ? {} : { contentType }),
    };
  });
  return { ...snapshot, scripts };
}
