import type { Evidence, FactsByCode } from '../../model/finding.ts';
import type { LoadFailure } from '../../model/page.ts';
import type { Entries, Words } from '../entry.ts';
import { excessWords } from '../excess.ts';
import { inServerLanguage } from '../server-language.ts';
import type { ServerWords } from '../server-language.ts';
import { inline } from '../visible.ts';
import { placeWords } from './place-words.ts';
import { endingWords, errorHint, importFix } from './runtime-errors.ts';
import { line } from './seen.ts';

type PageScriptFilesCode = 'page/script-missing' | 'page/cdn-script';

/** Files of scripts that do not arrive, or come from elsewhere. */
export const pageScriptFilesEntries: Entries<PageScriptFilesCode> = {
  'page/script-missing': {
    words: ({ facts, evidence }, { server }) => ({
      title: `The script ${inline(facts.src)} does not load`,
      expected: 'Each script of the page is answered with status 200 and JavaScript.',
      cause: scriptCause(facts),
      fix: scriptFix(facts),
      ...(facts.unserved === undefined ? {} : unservedWords(facts.unserved, server)),
      ...(facts.error === undefined ? {} : failedWords(facts.error, evidence, server)),
    }),
    otherLanguage: ({ facts }) =>
      facts.unserved === undefined
        ? {}
        : {
            fix: `Make the server answer \`/${folderOf(facts.unserved)}/…\` with the files in \`${folderOf(facts.unserved)}/\`: most frameworks have a setting or a route for static files.`,
          },
    explain: {
      title: 'A script does not load',
      meaning:
        'A script tag is a request of its own. When the answer is an error, or a page instead of JavaScript, the browser says so in the console and goes on without it. Nothing on the page shows that htmx is missing. In FastAPI the folder is served by `app.mount("/static", StaticFiles(directory="static"))`.',
      wrong: { language: 'html', text: '<script src="/htmx.min.js"></script>' },
      right: { language: 'html', text: '<script src="/static/htmx.min.js"></script>' },
      source: 'HTML standard, "fetch a classic script".',
    },
    seenAs: [
      line(
        /(?:GET|loading failed for the <script> with source|failed to load resource:.*status of 40[34]|cannot load script).*\.m?js\b(?!:\d).*|\.m?js(?:\?\S*)? (?:HTTP\/[\d.]+" )?(?:net::ERR_ABORTED )?404\b|status of 404.*\.m?js\b/iu,
        9,
        'The browser asked for a script and did not get it.',
      ),
      line(
        /refused to execute script from|because its MIME type|even though its MIME type|blocked (?:due to|because of a disallowed) MIME type|strict MIME type checking|X-Content-Type-Options: nosniff.*(?:script|MIME)|is not a (?:valid JavaScript|script) MIME type/iu,
        9,
        "The answer to the script's address is not JavaScript, usually an error page.",
      ),
      line(
        /Unexpected token '<'|expected expression, got '<'/u,
        8,
        'The script begins with `<`: a page came instead of JavaScript.',
      ),
      line(
        /failed to load resource: the server responded with a status of 404/iu,
        6,
        'A file of the page was not found; the name at the end of the line, or the Network tab, says which.',
      ),
    ],
  },
  'page/cdn-script': {
    words: ({ facts }) => ({
      title: 'A script comes from another host',
      expected: "The scripts of htmx, from the page's own server.",
      cause: `The page loads ${inline(facts.url)}. The check used its own copy of that major version, so it needs no network; in your browser the other host decides what arrives.`,
      fix:
        facts.major === undefined
          ? `Load a copy of your own: \`<script src="/static/${facts.file}"></script>\`. \`htmx-realtime-tutor assets\` puts it into \`static/\`.`
          : `Load a copy of your own: save ${inline(facts.url)} into \`static/\`, and load it from \`/static/…\`.`,
    }),
    explain: {
      title: 'A script comes from another host',
      meaning:
        'It works as long as that host is reachable and serves the same version. An address without a version gets the newest: that is htmx 4 by now, which does not work with the extensions for htmx 2.',
      wrong: { language: 'html', text: '<script src="https://unpkg.com/htmx.org"></script>' },
      right: { language: 'html', text: '<script src="/static/htmx.min.js"></script>' },
      source: 'htmx documentation, "Installing".',
    },
    seenAs: [
      line(
        /(?:unpkg\.com|jsdelivr\.net|cdnjs\.cloudflare\.com).*(?:ERR_|failed|40[34]|blocked)|(?:ERR_|failed|blocked).*(?:unpkg\.com|jsdelivr\.net|cdnjs\.cloudflare\.com)/iu,
        8,
        'The script comes from another host, and that host did not deliver it.',
      ),
    ],
  },
};

/** A file that is in the folder and that the server does not serve. */
function unservedWords(file: string, server: ServerWords): Pick<Words, 'cause' | 'fix'> {
  const folder = folderOf(file);
  return {
    cause: `\`${inline(file)}\` is there, but the server does not serve \`/${folder}/\`: it answers 404.`,
    fix: inServerLanguage(server, {
      node: `In the request handler, answer each path that begins with \`/${folder}/\` with the file of that name in \`${folder}/\`; in Express, \`app.use('/${folder}', express.static('${folder}'))\`.`,
      python: `write \`app.mount("/${folder}", StaticFiles(directory="${folder}"), name="${folder}")\`, with \`from fastapi.staticfiles import StaticFiles\`.`,
    }),
  };
}

function folderOf(file: string): string {
  return inline(file.split('/').slice(0, -1).join('/'));
}

/** The file is not to blame: what answers the request has failed. */
function failedWords(error: string, { where }: Evidence, server: ServerWords): Pick<Words, 'cause' | 'fix'> {
  return {
    cause: `The server's code for this address ended with ${endingWords(error)}.${errorHint(error)}`,
    fix: importFix(error, server) ?? `Fix ${placeWords(where?.[0])}.`,
  };
}

/** The scripts that the tutor has copies of. */
const COPIED = /^(?:htmx\.min|ws|sse)\.js$/u;

function scriptCause({
  src,
  status,
  contentType,
  failure,
  lackedBy,
  elsewhere,
}: FactsByCode['page/script-missing']): string {
  if (elsewhere !== undefined)
    return `The server has nothing at that address (404), and \`${inline(elsewhere)}\` is in another folder than the tag says.`;
  if (status === 404)
    return 'The server has nothing at that address (404): the file is missing, its name differs, or the folder is not served.';
  if (status >= 400) return `The server answered with status ${status}.`;
  if (/html|json/iu.test(contentType))
    return `The answer is ${inline(contentType, 60)}, not JavaScript. The server probably answers every unknown address with the page.`;
  if (lackedBy !== undefined)
    return `${/[@/]v?\d/u.test(src) ? '' : 'The address names no version, so its host takes the newest. '}The package of htmx ${lackedBy} has no such file.`;
  return failure === undefined ? 'No answer came from that address.' : failureCause(failure);
}

function failureCause(failure: LoadFailure): string {
  switch (failure.reason) {
    case 'status':
      return `The server answered with status ${failure.status}.`;
    case 'type': {
      const said =
        failure.contentType === ''
          ? 'The answer has no `Content-Type`'
          : `The answer is ${inline(failure.contentType, 60)}, not JavaScript`;
      return `${said}${failure.nosniff === 'yes' ? ', and `X-Content-Type-Options: nosniff` forbids the browser to guess' : ''}.`;
    }
    case 'policy':
      return failure.directive === ''
        ? "The page's Content-Security-Policy forbids it."
        : `The page's Content-Security-Policy forbids it: ${inline(failure.directive, 120)}.`;
    case 'integrity':
      return 'The content of the file is not the one whose digest is in the `integrity` attribute of the tag.';
    case 'other-host':
      return 'It is on another host, and the check asks none but your server.';
    case 'endless':
      return `The check stopped reading the file: ${excessWords(failure.excess)}.`;
    case 'error':
      return failure.error === ''
        ? 'No answer came from that address.'
        : `It was refused or did not arrive: ${inline(failure.error, 120)}.`;
  }
}

function scriptFix({ src, status, failure, usual, copy, elsewhere }: FactsByCode['page/script-missing']): string {
  const name = inline(fileName(src));
  switch (status < 400 ? failure?.reason : undefined) {
    case 'type':
      return `Send \`${name}\` with the header \`Content-Type: text/javascript\`.`;
    case 'policy':
      return "Allow the page's own scripts in the policy, `script-src 'self'`, and load the script from `/static/…`.";
    case 'integrity':
      return `Remove the \`integrity\` attribute, or write the digest of this very \`${name}\` into it.`;
    case 'other-host':
      if (copy !== undefined)
        return `Load the copy of your own server: \`<script src="/static/${copy}"></script>\`. \`htmx-realtime-tutor assets\` puts it into \`static/\`.`;
      return `Put a copy of the script into \`static/\` and load it from there: \`<script src="/static/${name}"></script>\`.`;
    case 'endless':
      return `Send \`${name}\` as it is in \`static/\`, and end the response after it.`;
    case 'error':
    case 'status':
    case undefined:
      if (elsewhere !== undefined)
        return `Write \`<script src="/${inline(elsewhere)}"></script>\`: the file is in \`${folderOf(elsewhere)}/\`.`;
      if (usual !== undefined)
        return `Write \`<script src="/static/${usual}"></script>\`: the file in \`static/\` has that name.`;
      if (COPIED.test(name))
        return `Run \`htmx-realtime-tutor assets\`: it copies \`static/${name}\` if it is missing. If it is there, check that the tag says \`/static/${name}\` and that the server serves the folder.`;
      return `The scripts are in \`static/\` and are loaded from \`/static/…\`. Check that \`static/${name}\` is there, that the tag has its exact name, and that the server serves the folder.`;
  }
}

function fileName(src: string): string {
  return (
    src
      .split(/[?#]/u)[0]
      ?.split('/')
      .findLast((part) => part !== '') ?? src
  );
}
