import type { HintList } from '../model/step.ts';
import type { CourseFault } from './fault.ts';
import { markdownLines } from './markdown-lines.ts';

interface HintListDraft {
  readonly codes: readonly string[];
  readonly line: number;
  readonly hints: { readonly line: number; readonly text: string[] }[];
}

/** A list with the line of its heading, for the audit. */
export interface PlacedHintList extends HintList {
  readonly line: number;
}

/**
 * Reads `hints.md`: `## Hints` opens the general list, `## When <code>, <code>` one for those findings; each hint is
 * under `### 1`, `### 2`, … Headings inside fenced code are text.
 * @param general `no`: the file is for all steps, and each of them has a general list of its own
 */
export function readHints(
  file: string,
  text: string,
  { general: hasGeneral = 'yes' }: { readonly general?: 'yes' | 'no' } = {},
): { readonly hintLists: readonly PlacedHintList[]; readonly faults: readonly CourseFault[] } {
  const faults: CourseFault[] = [];
  const drafts: HintListDraft[] = [];
  const fault = (line: number, message: string): void => void faults.push({ file, line, message });

  for (const { number, text: line, inFence } of markdownLines(text)) {
    const hintList = drafts.at(-1);
    const heading = inFence ? null : /^(##|###)\s(.+)$/.exec(line);
    const title = heading?.[2]?.trim() ?? '';
    if (heading?.[1] === '##') {
      const codes = hintListCodes(title);
      if (codes === undefined)
        fault(number, `"${title}" opens no list of hints: write "## Hints" or "## When <code>, <code>"`);
      drafts.push({ codes: codes ?? [], line: number, hints: [] });
    } else if (heading?.[1] === '###') {
      const expected = String((hintList?.hints.length ?? 0) + 1);
      if (hintList === undefined) fault(number, 'a hint comes before the first list of hints');
      else {
        if (title !== expected) fault(number, `hint "${title}" must be "${expected}": hints are numbered from 1`);
        hintList.hints.push({ line: number, text: [] });
      }
    } else {
      const hint = hintList?.hints.at(-1);
      if (hint !== undefined) hint.text.push(line);
      else if (line.trim() !== '' && !line.startsWith('# ') && !line.startsWith('<!--'))
        fault(number, 'text outside a hint');
    }
  }

  for (const hintList of drafts) {
    if (hintList.hints.length === 0) fault(hintList.line, 'a list without hints');
    for (const hint of hintList.hints) if (hint.text.join('').trim() === '') fault(hint.line, 'an empty hint');
  }
  const general = drafts.filter((hintList) => hintList.codes.length === 0);
  if (hasGeneral === 'no') for (const one of general) fault(one.line, 'a general list belongs to a step');
  else if (general.length === 0) fault(1, 'the general list "## Hints" is missing');
  for (const second of general.slice(1)) fault(second.line, 'a second general list');
  const hintLists = drafts.map((draft) => ({
    codes: draft.codes,
    line: draft.line,
    hints: draft.hints.map((hint) => hint.text.join('\n').trim()),
  }));
  return { hintLists, faults };
}

function hintListCodes(title: string): readonly string[] | undefined {
  if (title === 'Hints') return [];
  const codes = /^When\s(.+)$/
    .exec(title)?.[1]
    ?.split(',')
    .map((code) => code.trim());
  return codes?.every((code) => /^[a-z]+\/[a-z0-9-]+$/.test(code)) === true ? codes : undefined;
}
