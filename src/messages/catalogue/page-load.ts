import type { Evidence, FactsByCode } from '../../model/finding.ts';
import { stopWords } from '../observed.ts';
import type { Entries, Words } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';
import { placeWords } from './place-words.ts';
import { endingWords, errorHint, importFix, READ_OR_RUN } from './runtime-errors.ts';
import { inServerLanguage } from '../server-language.ts';
import { literal } from '../../model/pattern.ts';
import { answered, PAGE_ERROR, line } from './seen.ts';
import { limitCause, limitFix } from './page-form.ts';

type PageLoadCode =
  | 'page/not-served'
  | 'page/not-html'
  | 'page/script-error'
  | 'page/reloads-itself'
  | 'page/hung'
  | 'page/out-of-memory'
  | 'page/crashed'
  | 'page/no-form';

/** What prevents the page from arriving and its scripts from running. */
export const pageLoadEntries: Entries<PageLoadCode> = {
  'page/not-served': {
    words: ({ facts, evidence }, { names, server }) => ({
      title:
        facts.status === 0
          ? `GET ${names.page} gets no answer, because its handler fails`
          : facts.empty === true
            ? `GET ${names.page} answers with an empty page`
            : `GET ${names.page} answers with status ${facts.status} instead of the page`,
      expected: `Status 200 and the HTML of \`${names.pageFile}\`.`,
      cause: facts.page === undefined ? notServedCause(facts, names) : missingPageCause(facts.page, facts.error, names),
      fix:
        facts.page !== undefined
          ? missingPageFix(facts.page, evidence, names)
          : facts.error !== '' && evidence.where?.[0]?.line !== undefined
            ? (importFix(facts.error, server) ?? `Fix ${placeWords(evidence.where[0])}.`)
            : inServerLanguage(server, {
                node: `Write the page to \`${names.pageFile}\` and send that file for \`${names.page}\`. The path starts at the folder of \`main.js\` (\`import.meta.dirname\`).`,
                python: `write \`@app.get("${names.page}", response_class=HTMLResponse)\` and return \`templates.get_template("${baseName(names.pageFile)}").render()\`, which works in every version.`,
              }),
    }),
    otherLanguage: ({ facts, evidence }, { names }) =>
      facts.page !== undefined || (facts.error !== '' && evidence.where?.[0]?.line !== undefined)
        ? {}
        : {
            fix:
              facts.status < 500
                ? `Answer \`GET ${names.page}\` with status 200 and the text of \`${names.pageFile}\`.`
                : facts.unseen === true
                  ? READ_OR_RUN
                  : "Look at the last lines of the server's output, and fix the line that they name.",
          },
    explain: ({ page, pageFile }) => ({
      title: 'The page is not served',
      meaning: `The browser asks for \`${page}\` first. Everything else, scripts and WebSocket, comes from that page. 404 means that the server has nothing for \`${page}\` or did not find the file, 500 that an error ended the handler. The usual cause is that the server looks for the file under the wrong name or in the wrong folder.`,
      wrong: {
        language: 'js',
        text: `if (pathname === '${page}') return sendFile(response, '${baseName(pageFile)}');`,
      },
      right: {
        language: 'js',
        text: `const folder = import.meta.dirname;\nconst pageFile = path.join(folder, ${pageFile
          .split('/')
          .map((part) => `'${part}'`)
          .join(', ')});\nif (pathname === '${page}') return sendFile(response, pageFile);`,
      },
      source: "RFC 9110 section 15; the server's contract in the README.",
    }),
    seenAs: ({ page }) => [
      line(
        answered(literal(page), '404', '5\\d\\d'),
        9,
        (found) =>
          `The page at ${page} was answered with status ${found['status'] || found['first'] || found['of'] || ''}.`,
      ),
      line(
        new RegExp(`Cannot GET ${literal(page)}(?=$|<)|Page not found at ${literal(page)}$`, 'u'),
        9,
        `The server has no route for \`${page}\`, where the page should be.`,
      ),
      line(
        /TemplateNotFound|TemplateDoesNotExist|Failed to lookup view/u,
        8,
        'The template of the page is not where the server looks.',
      ),
      line(/^ *\{"detail": ?"Not Found"\} *$/u, 5, 'FastAPI says this for an address without a route.'),
      {
        response: ({ path, status }) => path === page && status >= 400,
        weight: 9,
        why: 'The request for the page was answered with an error.',
      },
    ],
  },
  'page/not-html': {
    words: ({ facts, evidence }, { names, server }) => ({
      title: `GET ${names.page} does not answer with an HTML page`,
      expected: 'The header `Content-Type: text/html; charset=utf-8`.',
      cause: notHtmlCause(facts.contentType),
      fix: `${sendsOther(evidence, names)}${inServerLanguage(server, {
        node: "Send the header with the page: `response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' })`.",
        python: `write \`@app.get("${names.page}", response_class=HTMLResponse)\`, with \`from fastapi.responses import HTMLResponse\`.`,
      })}`,
    }),
    otherLanguage: ({ evidence }, { names }) => ({
      fix: `${sendsOther(evidence, names)}Send the header \`Content-Type: text/html; charset=utf-8\` with the page.`,
    }),
    explain: {
      title: 'The page is not sent as HTML',
      meaning:
        'The header Content-Type says what a body is. Only `text/html` is read as a page: plain text and JSON are shown as text, and no script runs. FastAPI turns a returned string into JSON by default.',
      wrong: { language: 'py', text: '@app.get("/")\nasync def page():\n    return "<h1>Chat</h1>"' },
      right: {
        language: 'py',
        text: '@app.get("/", response_class=HTMLResponse)\nasync def page():\n    return "<h1>Chat</h1>"',
      },
      source: 'RFC 9110 section 8.3; the MIME Sniffing standard.',
    },
    seenAs: ({ page }) => [
      {
        response: ({ path, type, status, body }) =>
          status === 200 && type !== 'text/html' && (path === page || /^\s*"?<(?:!doctype|html)/iu.test(body)),
        weight: 9,
        why: 'The body is the page, and the header Content-Type does not say text/html.',
      },
    ],
  },
  'page/script-error': {
    words: ({ facts }) => ({
      title: 'A script of the page stops with an error',
      expected: "The page's scripts run without an error.",
      cause: `The error is "${inline(facts.message, 200)}"${facts.file === '' ? '' : `, in ${inline(facts.file)}${facts.line > 0 ? `, line ${facts.line}` : ''}`}. The rest of the script did not run.`,
      fix: scriptErrorFix(facts.by),
    }),
    explain: (names) => ({
      title: 'A script of the page stops with an error',
      meaning:
        'An uncaught error ends the script, or the running handler, at that line. The rest of the page goes on, so the effect often shows somewhere else. The console of the browser (F12) has the message with file and line.',
      wrong: {
        language: 'html',
        text: '<script>\n  document.querySelector("#chat").scrollTop = 0; // no such element: null\n</script>',
      },
      right: {
        language: 'html',
        text: `<script>\n  document.querySelector("${names.target}").scrollTop = 0;\n</script>`,
      },
      source: 'HTML standard, "report an exception".',
    }),
    seenAs: [
      line(
        PAGE_ERROR,
        5,
        'A script of the page stopped at this error; the console shows the file and the line beside it.',
      ),
    ],
  },
  'page/reloads-itself': {
    words: ({ facts }) => ({
      title: `The page ${facts.url === '' ? 'loads itself again' : `goes to ${inline(facts.url, 60)}`} after ${facts.seconds === 1 ? 'a second' : `${facts.seconds} seconds`}`,
      expected: 'A page that stays: what is new comes over its connections.',
      cause:
        'The page has `<meta http-equiv="refresh">`. Each time the page is left, its WebSocket and its streams close, and the messages that were shown are gone.',
      fix: 'Remove the `<meta http-equiv="refresh">`.',
    }),
    explain: {
      title: 'The page loads itself again',
      meaning:
        'Before there were WebSockets and event streams, a page showed news by loading itself again from time to time. That closes every connection and clears what was swapped in, so the two do not go together.',
      wrong: { language: 'html', text: '<meta http-equiv="refresh" content="5">' },
      right: { language: 'html', text: '<div hx-ext="ws" ws-connect="/ws">…</div>' },
      source: 'HTML standard, 4.2.5.3 "Pragma directives", "Refresh state".',
    },
  },
  'page/hung': {
    words: ({ facts }) => ({
      title: 'The page hangs',
      expected: 'A page that loads within a few seconds and can then be used.',
      ...hungWords(facts),
    }),
    explain: {
      title: 'The page hangs',
      meaning:
        'A page has one thread for everything: scripts, clicks, incoming messages. While a loop runs, nothing else happens. Repeated work needs a timer, or an event that fires when there is something to do.',
      wrong: { language: 'js', text: 'while (socket.readyState !== WebSocket.OPEN) {}' },
      right: { language: 'js', text: "socket.addEventListener('open', start);" },
      source: 'HTML standard, "event loops".',
    },
    seenAs: [
      line(
        /page unresponsive|script is (?:slowing down|not responding)|a web page is slowing down/iu,
        9,
        'A script of the page does not come to an end.',
      ),
    ],
  },
  'page/out-of-memory': {
    words: ({ facts }) => ({
      title: 'The page uses too much memory',
      expected: 'A page that keeps what it shows, and gives up what it no longer needs.',
      cause: `The check gave up: ${stopWords(facts)}. The usual cause is a script that adds to a list, a text or a buffer without end.`,
      fix: "Look in the page's own scripts for a loop, a timer or a message handler that makes its data larger each time, and keep only the last entries.",
    }),
    explain: {
      title: 'The page uses too much memory',
      meaning:
        'What a script can still reach stays in memory: each entry of a list, each buffer, each element that it holds. A chat that keeps every message, or a text that is doubled in a loop, grows until the browser closes the page.',
      wrong: { language: 'js', text: 'function add(line) {\n  lines.push(line);\n}' },
      right: {
        language: 'js',
        text: 'function add(line) {\n  lines.push(line);\n  if (lines.length > 100) lines.shift();\n}',
      },
      source: 'ECMAScript, "Memory Management" (liveness of objects).',
    },
    seenAs: [
      line(
        /aw,? snap.*out of memory|error code:? out of memory|allocation failed.*heap out of memory/isu,
        8,
        'A page has used all the memory that the browser gives it.',
      ),
    ],
  },
  'page/crashed': {
    words: ({ facts }) => ({
      title: 'The page ends the program that shows it',
      expected: 'A page that runs as long as it is open.',
      cause: `The check opened the page again, and it ended again: ${stopWords(facts)}. A script of the page asks for something that the built-in page engine cannot do.`,
      fix: "Open the page in a browser and look at its console. If it works there, check with `--browser`; otherwise take the page's own scripts out one by one until it stays.",
    }),
    explain: {
      title: 'The page ends the program that shows it',
      meaning:
        'A page runs in a process of its own, so that it can harm nothing else. When this process ends, the page is gone with everything that it showed. The check opens the page a second time before it says so.',
      wrong: { language: 'js', text: 'shown = shown.repeat(messages.length);' },
      right: { language: 'js', text: "shown = messages.slice(-100).join('\\n');" },
      source: 'HTML standard, "Browsing context groups and agent clusters".',
    },
    seenAs: [line(/aw,? snap|error code:? (?:sig[a-z]+|status_[a-z_]+)/iu, 6, 'The process of a page has ended.')],
  },
  'page/no-form': {
    words: ({ facts }, { names }) => ({
      title: 'The page has no field to type a message into',
      expected: `A form with a text field named \`${names.field}\` and a button.`,
      cause:
        facts.limit !== undefined
          ? limitCause(facts.limit)
          : facts.typing !== undefined
            ? INSTEAD_OF_FIELD[facts.typing]
            : facts.controls === 0
              ? 'The page has neither an `<input>` nor a `<textarea>`. If your file has them, check that every tag and comment before them is closed.'
              : `The page has ${facts.controls === 1 ? 'an `<input>` or `<textarea>`' : `${facts.controls} \`<input>\` or \`<textarea>\` elements`}, but none that accepts typed text: it is hidden, disabled, or of a type such as button or checkbox.`,
      fix:
        facts.limit !== undefined
          ? limitFix(facts.limit)
          : `Write \`<form ws-send><input name="${names.field}" required><button>Send</button></form>\` inside the element with \`ws-connect\`.`,
    }),
    explain: (names) => ({
      title: 'The page has no form for messages',
      meaning:
        'A message begins as a text field in a form. The server finds the text under the name of the field, and submitting the form sends it.',
      wrong: {
        language: 'html',
        text: `<div hx-ext="ws" ws-connect="${names.socket}">\n  <button>Send</button>\n</div>`,
      },
      right: {
        language: 'html',
        text: `<div hx-ext="ws" ws-connect="${names.socket}">\n  <form ws-send>\n    <input name="${names.field}" required>\n    <button>Send</button>\n  </form>\n</div>`,
      },
      source: 'HTML standard, "constructing the form data set"; the server\'s contract in the README.',
    }),
  },
};

/** What a page has that looks like a field and is none. */
const INSTEAD_OF_FIELD = {
  editable:
    'The page has an element with `contenteditable`. One can type into it, but it does not belong to a form: its text is not sent, whatever its `name`.',
  shadow:
    'The page makes a shadow tree. What is inside it is not part of the page: htmx does not look into it, so a `ws-send` there does nothing, and a form there submits itself.',
} as const;

function notServedCause({ status, error, empty }: FactsByCode['page/not-served'], { page, pageFile }: Names): string {
  if (empty === true)
    return `The status is ${status}, and no text follows it: \`${pageFile}\` is empty, or the server looks for it under another name or in another folder.`;
  if (error !== '') return `The handler of \`${page}\` ended with ${endingWords(error)}.${errorHint(error)}`;
  if (status === 404) return `The server has no answer for \`${page}\`, or did not find the file of the page.`;
  if (status >= 500) return "An error ended the handler; the server's output says which.";
  return `The server answers with an error, ${status}, before it gets to the page.`;
}

interface MissingPage {
  readonly wanted: string;
  readonly near?: string;
}

function missingPageCause({ wanted, near }: MissingPage, error: string, { page }: Names): string {
  const said = error === '' ? '' : `The handler of \`${page}\` ended with ${endingWords(error)}. `;
  return `${said}\`${inline(wanted)}\` does not exist${near === undefined ? '.' : `; \`${inline(near)}\` does.`}`;
}

function missingPageFix({ wanted, near }: MissingPage, evidence: Evidence, { pageFile }: Names): string {
  if (near === undefined)
    return `Write the page to \`${inline(wanted)}\`, in the folder of the server's file. The server already reads it.`;
  const [place] = evidence.where ?? [];
  if (!near.startsWith(pageFile.slice(0, pageFile.lastIndexOf('/') + 1)) || place?.line === undefined)
    return `Rename \`${inline(near)}\` to \`${inline(wanted)}\`.`;
  const at = near.lastIndexOf('/');
  return near.slice(at) === wanted.slice(wanted.lastIndexOf('/'))
    ? `In ${placeWords(place)} write the folder's actual name: \`${inline(near.slice(0, at))}\`.`
    : `In ${placeWords(place)} write the file's actual name: \`${inline(near.slice(at + 1))}\`.`;
}

/** A header alone does not make a page of what has no element. */
function sendsOther({ received = '<' }: Evidence, { page, pageFile }: Names): string {
  return received.includes('<') ? '' : `Answer \`GET ${page}\` with the text of \`${pageFile}\`. `;
}

function notHtmlCause(contentType: string): string {
  if (contentType === '') {
    return 'The answer has no `Content-Type` header, so a browser has to guess from its first bytes what it is.';
  }
  const said = `The answer says that it is ${inline(contentType, 60)}`;
  if (/json/iu.test(contentType))
    return `${said}: the handler's return value is turned into JSON, and the browser shows it as text.`;
  if (/text\/plain/iu.test(contentType)) return `${said}: the browser shows the source of the page as text.`;
  return `${said}, so the browser does not read it as a page.`;
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

function scriptErrorFix(by: 'htmx' | 'filter' | undefined): string {
  if (by === 'filter') return 'Remove `hx-params` from the form: htmx 2 fails on it when an extension sends the form.';
  return by === 'htmx'
    ? 'The line is in htmx, which got a value that it cannot use: remove the attributes of the form one after the other, and check again.'
    : 'Fix that line. If the script is your own and the page needs only htmx, remove it and check again.';
}

function hungWords(facts: FactsByCode['page/hung']): Pick<Words, 'cause' | 'fix'> {
  const { during, ms, perSecond } = facts;
  if (perSecond !== undefined)
    return {
      cause: `The tab is open, and its page has not answered for ${ms / 1000} seconds. Meanwhile the server sent it about ${perSecond} messages and events a second: the page handles one after the other, and has no time for anything else.`,
      fix: 'Let the server wait between two of them, a second for a counter, and check that the wait is awaited. Then open the page again.',
    };
  if (during === 'use')
    return {
      cause: `The tab is open, and its page has not answered for ${ms / 1000} seconds: a script of it does not end, or it has no memory left. A breakpoint of the developer tools and an open dialog (\`alert\`) stop a page in the same way.`,
      fix: "If the developer tools have stopped it, or a dialog is open, go on there. Else look for an endless loop in the page's own scripts (`while (true)`), save, and open the page in a new tab.",
    };
  return {
    cause: `The check gave up: ${stopWords(facts)}. The usual cause is a script that never ends or a file that never arrives.`,
    fix: "Look for an endless loop in the page's own scripts (`while (true)`), and for a script or style whose request the server does not answer.",
  };
}
