import { statSync } from 'node:fs';
import path from 'node:path';
import { isFile } from '../../files/regular.ts';
import { wrongUsage } from '../../model/result.ts';
import type { CommandContext } from '../common/context.ts';

/** A file in the place of an address. */
export interface NamedFile {
  readonly kind: 'markup' | 'har';
  /** As it was typed, with forward slashes. */
  readonly name: string;
  readonly path: string;
}

/** Pages and templates. */
const MARKUP =
  /\.(?:x?html?|ejs|hbs|handlebars|mustache|njk|nunjucks|jinja2?|j2|tmpl|gohtml|erb|blade\.php|php|twig|liquid)$/iu;
const HAR = /\.har$/iu;
/** A host before the path: `localhost:3000/index.html`, `example.com/index.html`. */
const HOST = /^(?:[a-z][\w+.-]*:\/\/|localhost\b|[\w-]+(?:\.[\w-]+)+(?::\d+)?\/|[\w.-]+:\d+)/iu;

export function folderGiven(name: string): ReturnType<typeof wrongUsage> {
  return wrongUsage(`${name} is a folder.`, 'Name a file in it, or the address of a page.');
}

/** What is wrong with an argument that is neither a page nor a recording, and names a folder or another file here. undefined: it is an address. */
export function notADocument(
  { cwd }: Pick<CommandContext, 'cwd'>,
  argument: string,
): ReturnType<typeof wrongUsage> | undefined {
  if (HOST.test(argument) || argument === '') return undefined;
  const found = statSync(path.resolve(cwd, argument), { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  return found.isDirectory()
    ? folderGiven(argument)
    : wrongUsage(
        `${argument} is neither a page nor a recording by its ending.`,
        'A page ends in .html, or as a template does (.ejs, .hbs, .j2, .php and others); a recording ends in .har.',
      );
}

/** The file that the argument names, whether it is there or not; undefined: the argument is an address. */
export function readFileName({ cwd }: Pick<CommandContext, 'cwd'>, argument: string): NamedFile | undefined {
  const kind = HAR.test(argument) ? 'har' : MARKUP.test(argument) ? 'markup' : undefined;
  if (kind === undefined) return undefined;
  const file = path.resolve(cwd, argument);
  if (!isFile(file) && HOST.test(argument)) return undefined;
  return { kind, name: argument.replaceAll('\\', '/'), path: file };
}
