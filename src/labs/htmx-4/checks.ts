import { CHECKS as CHAPTER_CHECKS } from '../../chapter/checks/index.ts';
import type { ChapterCheck } from '../../chapter/check.ts';
import { readScripts } from '../../observe/scripts.ts';
import { otherAttributes, otherEvents, otherScripts, ownScripts } from '../../rules/other-major.ts';
import { failed } from '../../run/check.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { observePage } from '../../run/observe-page.ts';
import { ORDER, OWN_TITLES } from './check.ts';
import type { MoveCheck, OwnId } from './check.ts';

/** The page loads htmx 4 and its extensions, and nothing of another major. */
const scripts: MoveCheck<'move-scripts'> = {
  id: 'move-scripts',
  title: OWN_TITLES['move-scripts'],
  observes: 'page',
  tab: 'tab 1',
  needs: ['page-served'],
  async run(context, tab) {
    return { findings: otherScripts(await observePage(context, tab)) };
  },
};

/** htmx 4.0 still reads most names of htmx 2; a page that was moved has none of them. Of its events it fires none. */
const attributes: MoveCheck<'move-attributes'> = {
  id: 'move-attributes',
  title: OWN_TITLES['move-attributes'],
  observes: 'page',
  tab: 'tab 1',
  needs: ['page-htmx'],
  async run(context, tab) {
    const page = await observePage(context, tab);
    const client = { kind: 'http', label: 'client' } as const;
    const { timeline } = context;
    const scripts = await readScripts(ownScripts(page), { client, timeline, deadlineMs: DEADLINE.reply });
    const found = [...otherAttributes(page, { dialect: page.dialect, from: 2 }), ...otherEvents(page, scripts)];
    return failed(...found.map((finding) => ({ ...finding, severity: 'error' as const })));
  },
};

/** What these checks of the chapter find in a page with names of htmx 2 is only what follows from them. */
const NEEDED: Readonly<Partial<Record<ChapterCheck['id'], OwnId>>> = {
  'page-scripts': 'move-scripts',
  'page-connects': 'move-attributes',
  'page-stream': 'move-attributes',
};

function ofChapter(check: ChapterCheck): MoveCheck {
  const own = NEEDED[check.id];
  return own === undefined ? check : { ...check, needs: [...check.needs, own] };
}

const BY_ID = new Map<string, MoveCheck>(
  [...CHAPTER_CHECKS.map(ofChapter), scripts, attributes].map((check) => [check.id, check]),
);

/** Every check, in the order in which their findings are fixed: those of the chapter, and two of the lab. */
export const CHECKS: readonly MoveCheck[] = ORDER.flatMap((id) => BY_ID.get(id) ?? []);
