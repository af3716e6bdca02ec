import { appendFileSync } from 'node:fs';
import { escapeControls } from '../terminal/text.ts';

/** The runner reads `%`, line breaks and, in properties, `:` and `,` as its own syntax (actions/toolkit, command.ts). */
export function data(text: string): string {
  return harmless(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

export function property(text: string): string {
  return data(escapeControls(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A message of the runner, at a place where there is one. */
export function annotationLine(severity: string, properties: Readonly<Record<string, string>>, text: string): string {
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`);
  return `::${severity} ${written.join(',')}::${data(text)}`;
}

export function logLine(text: string): string {
  return harmless(escapeControls(text));
}

/** The runner recognises commands of the older form, `##[name]`, anywhere in a line. */
function harmless(text: string): string {
  return text.replaceAll('##[', '## [');
}

/** @returns the warning to print when the file cannot be written; the verdict is reported anyway. */
export function addSummary(file: string | undefined, summary: string): readonly string[] {
  if (file === undefined || file === '') return [];
  try {
    appendFileSync(file, summary);
    return [];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [`::warning title=No summary::${data(escapeControls(`The summary was not written: ${reason}`))}`];
  }
}
