import type { Finding } from '../../model/finding.ts';
import type { Check, Outcome } from '../../run/check.ts';
import { failed, PASSED } from '../../run/check.ts';
import { serverStarted } from '../../run/server-starts.ts';

/** A check of a lab. An id that is not among the lab's does not compile. */
export type LabCheck<Ids extends string, Id extends Ids = Ids> = Check<Ids, 'start'> & { readonly id: Id };

/** What every check begins with: its id and its title. */
export interface Head<Id extends string> {
  readonly id: Id;
  readonly title: string;
}

/** @param titles of a lab's checks @returns a function that gives the head of one */
export function headsOf<Ids extends string>(
  titles: Readonly<Record<Ids, string>>,
): <Id extends Ids>(id: Id) => Head<Id> {
  return (id) => ({ id, title: titles[id] });
}

/** A lab's checks in the order of their titles. */
export function inOrder<Ids extends string, C>(
  titles: Readonly<Record<Ids, string>>,
  checks: Readonly<Record<Ids, C>>,
): readonly C[] {
  return (Object.keys(titles) as Ids[]).map((id) => checks[id]);
}

export function outcomeOf(finding: Finding | undefined): Outcome {
  return finding === undefined ? PASSED : failed(finding);
}

/** The first check of a lab: the server starts. */
export function startsCheck<Id extends string>(head: Head<Id>): LabCheck<Id> {
  return { ...head, observes: 'server', tags: ['start'], needs: [], run: serverStarted };
}
