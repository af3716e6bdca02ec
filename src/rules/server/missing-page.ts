import path from 'node:path';
import { distance } from 'fastest-levenshtein';
import type { FindingOf } from '../../model/finding.ts';
import type { ErrorReport } from '../../model/server-error.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';
import { literal } from '../../model/pattern.ts';

/** An answer to `GET /` that is an error. */
export interface PageAnswer {
  readonly status: number;
  /** The error that the server printed for it. */
  readonly report: ErrorReport | undefined;
  /** Where a server usually has its page, `templates/index.html`; undefined: only the error tells which file was read. */
  readonly pageFile: string | undefined;
  readonly locate: SourceLocator;
}

/** The page that the server tried to read and that does not exist. */
export interface MissingPage {
  readonly facts: NonNullable<FindingOf<'page/not-served'>['facts']['page']>;
  readonly where: readonly Place[];
}

/** How error messages report a missing file: Jinja2, Python, Starlette's FileResponse. */
const OF_A_FILE = /^(?:TemplateNotFound|FileNotFoundError)$|does not exist/u;
const PAGE_NAME = /(?<![^\s'"/\\])[^\s'"/\\]+\.(?:html?|jinja2?|j2)\b/iu;
/** The folder of Jinja2's templates: the last literal of the call. */
const FOLDER_OF_TEMPLATES = /Jinja2Templates\(.*['"]([\w./-]+)['"][\s)]*$/gu;
/** A path that differs from the expected one by at most this many letters is a typo of it. */
const SLIP = 3;

/**
 * Whether `GET /` failed because its file does not exist, for example because it is not written yet. Undefined: the file exists, or the
 * answer has another cause, or nothing shows which file was read.
 */
export function missingPage(answer: PageAnswer): MissingPage | undefined {
  const { locate, pageFile } = answer;
  const usualFolder = path.posix.dirname(pageFile ?? '');
  const name = nameOf(answer);
  if (name === undefined) return undefined;
  const [folder = usualFolder] = locate.all('server', FOLDER_OF_TEMPLATES);
  const wanted = path.posix.normalize(`${folder}/${name}`);
  const files = locate.pageFiles();
  if (files.includes(wanted)) return undefined;
  const near = files
    .filter((file) => distance(file, wanted) <= SLIP || file === name)
    .toSorted((a, b) => distance(a, wanted) - distance(b, wanted))[0];
  // In a folder with a completely different name, it is where the server itself expects it.
  if (near === undefined && files.some((file) => path.posix.basename(file) === name)) return undefined;
  const wrongFolder = near === path.posix.join(usualFolder, name) ? locate.find('server', /Jinja2Templates\(/u) : [];
  return {
    facts: { wanted, ...(near === undefined ? {} : { near }) },
    where: wrongFolder.length > 0 ? wrongFolder : near === undefined ? [] : [{ file: near }],
  };
}

/** The file's name: the one in the error, or the usual one when a server that reads it answers with 404. */
function nameOf({ status, report, pageFile, locate }: PageAnswer): string | undefined {
  if (report !== undefined)
    return OF_A_FILE.test(report.name) || OF_A_FILE.test(report.message)
      ? PAGE_NAME.exec(report.message)?.[0]
      : undefined;
  if (status !== 404 || pageFile === undefined) return undefined;
  const { dir, base } = path.posix.parse(pageFile);
  const reads = [
    new RegExp(String.raw`['"\x60/]${literal(base)}['"\x60]`, 'u'),
    new RegExp(String.raw`Jinja2Templates\(|['"\x60/]${literal(dir)}['"\x60/]`, 'u'),
  ];
  return reads.every((pattern) => locate.find('server', pattern).length > 0) ? base : undefined;
}
