import path from 'node:path';
import { findLesson, lessonMarkdown, pageMarkdown } from '../../course/index.ts';
import type { LessonTarget } from '../../course/index.ts';
import { EXIT } from '../../model/result.ts';
import type { Page, Step } from '../../model/step.ts';
import { createAsker } from '../common/output/ask.ts';
import { canAsk } from '../common/context.ts';
import type { CommandContext } from '../common/context.ts';
import { plainOutput, readPaged } from '../common/output/reading.ts';
import type { ReadOptions } from '../common/output/reading.ts';
import { createOutput, printProblem } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { openSession, readerOf, stepOf } from '../common/folder/session.ts';
import { USUAL_PORT } from '../common/serve/usual-port.ts';
import type { FolderSession, Invocation } from '../common/folder/session.ts';
import { withUnit } from '../common/folder/unit.ts';
import { provedInLabs } from './proved-labs.ts';
import { offerQuiz } from '../quiz/quiz.ts';

export async function lesson(
  context: CommandContext,
  lessonArg: string | undefined,
  given: ReadOptions,
): Promise<number> {
  const named = withUnit(context, lessonArg, given);
  if (!named.ok) return printProblem(context, named.problem, given);
  const options = named.value;
  const isPlain = options.plain === true;
  const usual = createOutput(context, isPlain ? { ...options, color: false } : options);
  const output = isPlain ? plainOutput(usual) : usual;
  const session = await openSession(context, options, output, 'read');
  if (!session.ok) return printProblem(context, session.problem, options);
  const target = findTarget(session.value, lessonArg);
  if (!target.ok) return printProblem(context, target.problem, options);
  return readLesson({ session: session.value, options, output }, target.value);
}

/** A step's lesson or a page, paged on a terminal, and what to do after it. */
export async function readLesson(call: Invocation<FolderSession, ReadOptions>, target: LessonTarget): Promise<number> {
  const { session, options, output } = call;
  const { context } = session;
  const how = await readPaged(call, (inner) =>
    target.kind === 'page'
      ? showPage(session, target.page, inner)
      : showLesson(session, target.step, inner, session.backend.origin),
  );
  if (how === 'interrupted') return EXIT.interrupted;
  if (target.kind === 'page') {
    if (how === 'read' && canAsk(context) && options.plain !== true && options.quiet !== true)
      await offerQuiz(call, await createAsker(context), target.page.id);
    return EXIT.passed;
  }
  output.lines('');
  const named = session.workspace?.progress.current === target.step.id ? '' : ` ${target.step.id}`;
  output.next(`check${named}`, 'when you think that it works');
  output.next(`hint${named}`, 'when you are stuck');
  return EXIT.passed;
}

/** Title, goal and text of a step. @param origin of the learner's server, where it runs: the addresses in the text become its own */
export async function showLesson(session: FolderSession, step: Step, output: Output, origin?: string): Promise<void> {
  const lesson = fitted(await lessonMarkdown(session.course, step, readerOf(session)), session);
  const text = origin === undefined ? lesson : withOrigin(lesson, origin);
  await output.markdown(`# ${step.id} ${output.marks.dot} ${step.title}\n\n**Goal:** ${step.goal}\n\n${text}`);
}

/** Text of the course with the address of the learner's server where it mentions the usual one. */
export function withOrigin(text: string, origin: string): string {
  const { host, hostname, port } = new URL(origin);
  const own = text.replaceAll(`localhost:${USUAL_PORT}`, host);
  return hostname === 'localhost' ? own.replaceAll(`127.0.0.1:${USUAL_PORT}`, `127.0.0.1:${port || '80'}`) : own;
}

/** The lessons mention the usual folder; this one may have another name, and its backend may add something. */
function fitted(text: string, { chapter, workspace, folder, backend }: FolderSession): string {
  if (workspace === undefined) return text;
  const usual = `${chapter.folder}/`;
  const named = text.replaceAll(/^[\w.-]+\/$/gmu, (line) => (line === usual ? `${path.basename(folder)}/` : line));
  return backend.adaptLesson?.(named, folder) ?? named;
}

async function showPage(session: FolderSession, page: Page, output: Output): Promise<void> {
  // The page after the last step sums up, so what was done after it belongs there, too.
  const labs = page.id === session.course.closing ? await provedInLabs(session.context) : '';
  await output.markdown(`# ${page.title}\n\n${pageMarkdown(page, readerOf(session))}${labs}`);
}

function findTarget(session: FolderSession, lessonArg: string | undefined): ReturnType<typeof findLesson> {
  if (lessonArg !== undefined) return findLesson(session.course, lessonArg);
  const step = stepOf(session, undefined, 'first');
  if (!step.ok) return step;
  const target: LessonTarget = { kind: 'step', step: step.value };
  return { ok: true, value: target };
}
