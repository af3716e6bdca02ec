import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Explanation } from '../../messages/index.ts';
import type { ServerLanguage } from '../../model/backend.ts';
import { EXIT } from '../../model/result.ts';
import { backendKind, recogniseBackend } from '../../servers/backends/index.ts';
import type { MarkdownTokens } from '../../terminal/lesson-tokens.ts';
import { ownManifest } from '../doctor/tutor.ts';
import { findFolder } from '../common/folder/find-folder.ts';
import { unitIn } from '../common/folder/unit.ts';
import type { Chapter } from '../common/chapter.ts';
import type { CommandContext } from '../common/context.ts';
import type { CommonOptions } from '../common/options.ts';
import { createOutput } from '../common/output/output.ts';
import type { Output } from '../common/output/output.ts';
import { readPaged } from '../common/output/reading.ts';

interface Call {
  readonly output: Output;
  readonly options: CommonOptions;
}

/** What the build writes of a code: its explanation, and the page that is printed of it as Markdown is parsed. */
export interface CompiledExplanation {
  readonly explanation: Explanation;
  readonly parsed: { readonly other: MarkdownTokens; readonly python?: MarkdownTokens };
}

/**
 * What a code means, from the texts that the build has written: the sentences themselves take longer to load than all else together.
 * @returns the exit code; undefined: they have no such code, or the build wrote none
 */
export async function explainKnown(
  context: CommandContext,
  code: string | undefined,
  options: CommonOptions,
): Promise<number | undefined> {
  const unit = unitHere(context);
  // The build writes the texts of the program's own htmx.
  const folder = unit.htmx === context.chapter.htmx ? context.chapter.compiledExplanations : undefined;
  const found = code === undefined || folder === undefined ? undefined : readCompiled(folder, code);
  return (
    found &&
    readExplanation(context, found.explanation, { output: createOutput(context, options), options }, found.parsed)
  );
}

function readCompiled(folder: string, code: string): CompiledExplanation | undefined {
  const known = code.trim().toLowerCase();
  // A name of a file: no words that somebody pastes.
  if (!/^[a-z\d-]+\/[a-z\d-]+$/u.test(known)) return undefined;
  try {
    // Written by our own build.
    return JSON.parse(readFileSync(path.join(folder, `${known}.json`), 'utf8')) as CompiledExplanation;
  } catch {
    return undefined;
  }
}

/** @returns the exit code */
export async function readExplanation(
  context: CommandContext,
  found: Explanation,
  call: Call,
  parsed?: CompiledExplanation['parsed'],
): Promise<number> {
  const { output, options } = call;
  if (options.json !== true)
    return readPages(context, call, (inner) => showExplanation(found, inner, languageHere(context), parsed));
  output.lines(explanationJson(found));
  return EXIT.passed;
}

function explanationJson(explanation: Explanation): string {
  const { code, title, meaning, wrong, right, python, source } = explanation;
  return report({ code, title, meaning, wrong, right, ...(python === undefined ? {} : { python }), source });
}

/** One JSON object of the command. */
export function report(content: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ schema: 1, tutor: ownManifest().version, ...content }, undefined, 2);
}

/** A page at a time on a terminal. @returns the exit code */
export async function readPages(
  context: CommandContext,
  call: Call,
  show: (output: Output) => unknown,
): Promise<number> {
  const how = await readPaged({ ...call, session: { context } }, show);
  return how === 'interrupted' ? EXIT.interrupted : EXIT.passed;
}

/** Said where somebody may write their server in another one. */
function inLanguage({ language }: Explanation['wrong']): string {
  const name = language === 'js' ? 'JavaScript' : ['py', 'python'].includes(language) ? 'Python' : undefined;
  return name === undefined ? '' : `, in ${name}`;
}

/** A wrong and a right example, for a server in this language where there are some. */
function examplesFor(
  { wrong, right, python }: Explanation,
  language: ServerLanguage,
): Pick<Explanation, 'wrong' | 'right'> {
  if (language !== 'python' || python === undefined) return { wrong, right };
  return { wrong: { language: 'py', text: python.wrong }, right: { language: 'py', text: python.right } };
}

/** What the folder is for in which a command is typed; the chapter where there is none. */
export function unitHere(context: CommandContext): Chapter {
  const folder = findFolder(context, undefined);
  return folder.ok ? unitIn(context.chapter, folder.value) : context.chapter;
}

/** The language of the server in the folder in which a command is typed, as far as its files show. */
function languageHere(context: CommandContext): ServerLanguage {
  const folder = findFolder(context, undefined);
  const choice = folder.ok ? recogniseBackend(folder.value) : undefined;
  return choice === undefined ? 'other' : (backendKind(choice.kind)?.language ?? 'other');
}

/** What a code means, with a wrong and a right example. @param language of the reader's server @param parsed its Markdown, where the build kept it */
export async function showExplanation(
  explanation: Explanation,
  output: Output,
  language: ServerLanguage,
  parsed?: CompiledExplanation['parsed'],
): Promise<void> {
  const kept = language === 'python' && explanation.python !== undefined ? parsed?.python : parsed?.other;
  await output.markdown(explanationMarkdown(explanation, language), kept);
}

/** @param language of the reader's server */
export function explanationMarkdown(explanation: Explanation, language: ServerLanguage): string {
  const { code, title, meaning, source } = explanation;
  const { wrong, right } = examplesFor(explanation, language);
  const block = ({ language, text }: { readonly language: string; readonly text: string }): string =>
    `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
  return `# ${code}\n\n**${title}**\n\n${meaning}\n\n## Wrong${inLanguage(wrong)}\n\n${block(wrong)}\n\n## Right${inLanguage(right)}\n\n${block(right)}\n\nSource: ${source}`;
}
