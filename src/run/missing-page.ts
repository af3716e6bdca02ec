import path from 'node:path';
import { distance } from 'fastest-levenshtein';
import type { FindingOf } from '../model/finding.ts';
import type { Place } from '../model/timeline.ts';
import type { ErrorReport } from '../servers/error.ts';
import type { RunContext } from './context.ts';

/** What of a run is looked at. */
type Looked = Pick<RunContext, 'url' | 'sources'>;

/** The page that the server looked for and that is not there. */
export interface MissingPage {
  readonly facts: NonNullable<FindingOf<'page/not-served'>['facts']['page']>;
  readonly where: readonly Place[];
}

/** How an error says that a file is not there: Jinja2, Python, Starlette's FileResponse. */
const OF_A_FILE = /^(?:TemplateNotFound|FileNotFoundError)$|does not exist/u;
const PAGE_NAME = /[^\s'"/\\]+\.(?:html?|jinja2?|j2)\b/iu;
/** The folder of Jinja2's templates: the last literal of the call. */
const FOLDER_OF_TEMPLATES = /Jinja2Templates\(.*['"]([\w./-]+)['"][\s)]*$/gu;
/** A path that differs from the wanted one by no more letters is that one misspelt. */
const SLIP = 3;

/**
 * Whether `GET /` failed because its file is not there, as before it is written. Undefined: the file is there, or the answer has another
 * cause, or nothing tells what was looked for.
 */
export function missingPage(
  context: Looked,
  answer: { readonly status: number; readonly report: ErrorReport | undefined },
): MissingPage | undefined {
  if (context.url !== undefined) return undefined;
  const name = nameOf(context, answer);
  if (name === undefined) return undefined;
  const [folder = 'templates'] = context.sources.all('server', FOLDER_OF_TEMPLATES);
  const wanted = path.posix.normalize(`${folder}/${name}`);
  const files = context.sources.pageFiles();
  if (files.includes(wanted)) return undefined;
  const near = files
    .filter((file) => distance(file, wanted) <= SLIP || file === name)
    .toSorted((a, b) => distance(a, wanted) - distance(b, wanted))[0];
  // In a folder of quite another name it is where the server itself wants it.
  if (near === undefined && files.some((file) => path.posix.basename(file) === name)) return undefined;
  const wrongFolder = near === `templates/${name}` ? context.sources.find('server', /Jinja2Templates\(/u) : [];
  return {
    facts: { wanted, ...(near === undefined ? {} : { near }) },
    where: wrongFolder.length > 0 ? wrongFolder : near === undefined ? [] : [{ file: near }],
  };
}

/** The file's name: what the error names, or `index.html` where a server that reads it answers that there is none. */
function nameOf(
  context: Looked,
  { status, report }: { readonly status: number; readonly report: ErrorReport | undefined },
): string | undefined {
  if (report !== undefined)
    return OF_A_FILE.test(report.name) || OF_A_FILE.test(report.message)
      ? PAGE_NAME.exec(report.message)?.[0]
      : undefined;
  const reads = [/['"`/]index\.html['"`]/u, /Jinja2Templates\(|['"`/]templates['"`/]/u];
  return status === 404 && reads.every((pattern) => context.sources.find('server', pattern).length > 0)
    ? 'index.html'
    : undefined;
}
