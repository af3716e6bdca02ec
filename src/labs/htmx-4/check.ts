import { CHECK_IDS, CHECK_TITLES as CHAPTER_TITLES } from '../../chapter/check.ts';
import type { CheckId as ChapterCheckId, CheckTag } from '../../chapter/check.ts';
import type { Check } from '../../run/check.ts';

/** What the lab checks beside what the chapter does, each before a check of the chapter that needs it. */
const OWN_TITLES = {
  'move-scripts': 'The scripts are those of htmx 4',
  'move-attributes': 'The attributes and events are those of htmx 4',
} as const satisfies Readonly<Record<string, string>>;

export type OwnId = keyof typeof OWN_TITLES;
export type CheckId = ChapterCheckId | OwnId;
export type MoveCheck<Id extends CheckId = CheckId> = Check<CheckId, CheckTag> & { readonly id: Id };

const BEFORE: Readonly<Partial<Record<ChapterCheckId, OwnId>>> = {
  'page-scripts': 'move-scripts',
  'page-connects': 'move-attributes',
};

/** The folder has what it needs: `start` has put it there. */
function isOfEnvironment(id: ChapterCheckId): boolean {
  return id.startsWith('env-');
}

/** In the order in which their findings are fixed. */
const ORDER: readonly CheckId[] = CHECK_IDS.filter((id) => !isOfEnvironment(id)).flatMap((id): readonly CheckId[] => {
  const own = BEFORE[id];
  return own === undefined ? [id] : [own, id];
});

const ALL_TITLES: Readonly<Record<CheckId, string>> = { ...CHAPTER_TITLES, ...OWN_TITLES };

/** Every check of the lab, with what holds when it passes. */
export const CHECK_TITLES: Readonly<Record<string, string>> = Object.fromEntries(
  ORDER.map((id) => [id, ALL_TITLES[id]]),
);

export { ORDER, OWN_TITLES };
