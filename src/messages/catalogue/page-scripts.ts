import type { FactsByCode } from '../../model/finding.ts';
import type { Entries } from '../entry.ts';
import { inServerLanguage } from '../server-language.ts';
import { inline } from '../visible.ts';
import { line } from './seen.ts';

type PageScriptsCode = 'page/script-blocked' | 'page/tag-not-closed' | 'page/quote-not-closed' | 'page/csp-blocks';

/** Scripts that are there and that the browser nevertheless does not run. */
export const pageScriptsEntries: Entries<PageScriptsCode> = {
  'page/script-blocked': {
    words: ({ facts }, { server }) => ({
      title: `The browser does not run the script ${inline(facts.src)}`,
      expected:
        facts.by === 'integrity'
          ? 'A script tag without `integrity`, or with the hash of the very file that it loads.'
          : 'The script with the header `Content-Type: text/javascript`.',
      cause:
        facts.by === 'integrity'
          ? 'The file arrived, but its content does not match the hash in the attribute `integrity`, so the browser blocks it. The hash belongs to another file or another release.'
          : `The file arrived with the type ${inline(facts.contentType, 60)}. A browser does not run a script of that type when the server also sends \`X-Content-Type-Options: nosniff\`, or when it is the type of an image, a sound or a table.`,
      fix:
        facts.by === 'integrity'
          ? `Remove \`integrity\` from the tag: the file comes from your own server.${facts.digest === undefined ? '' : ` If you want to keep it, write \`integrity="${inline(facts.digest, 120)}"\`, the hash of the file that you have.`}`
          : inServerLanguage(server, {
              node: "Send `'Content-Type': 'text/javascript; charset=utf-8'` with files whose name ends in `.js`.",
              python:
                'send `Content-Type: text/javascript` with files whose name ends in `.js`; `StaticFiles` does it by itself.',
            }),
    }),
    otherLanguage: ({ facts }) =>
      facts.by === 'integrity'
        ? {}
        : { fix: 'Send the header `Content-Type: text/javascript` with files whose name ends in `.js`.' },
    explain: {
      title: 'A script that the browser does not run',
      meaning:
        'A browser checks a script before it runs it. With `integrity` its content must have exactly that hash: the hash of htmx 2.0.4 fits no other release. With `X-Content-Type-Options: nosniff` its type must be that of JavaScript. In both cases the console of the browser (F12) says so, and the page goes on without the script.',
      wrong: {
        language: 'html',
        text: '<!-- the hash of another release -->\n<script src="/static/htmx.min.js" integrity="sha384-…"></script>',
      },
      right: { language: 'html', text: '<script src="/static/htmx.min.js"></script>' },
      source: 'Subresource Integrity, 3.3; the Fetch standard, "should response to request be blocked due to nosniff".',
    },
    seenAs: [
      line(
        /valid digest in the 'integrity' attribute|hashes in the integrity attribute|failed integrity metadata check/iu,
        9,
        'The `integrity` attribute belongs to another version of the file, so the browser does not run it.',
      ),
      line(/requested an insecure script/iu, 9, 'A page that came by https may not load a script by http.'),
      line(
        /refused to execute script from|blocked (?:due to|because of a disallowed) MIME type|strict MIME type checking/iu,
        7,
        'With `nosniff` the browser runs a script only if its Content-Type is that of JavaScript.',
      ),
    ],
  },
  'page/tag-not-closed': {
    words: ({ facts }) => ({
      title:
        facts.tag === '!--'
          ? 'A comment in the page has no end'
          : `A \`<${facts.tag}>\` of the page is not closed, and what follows is lost in it`,
      expected:
        facts.tag === '!--'
          ? 'Each comment ends with `-->`.'
          : `Each \`<${facts.tag}>\` has its end tag, \`</${facts.tag}>\`.`,
      cause: notClosedBecause(facts),
      fix:
        facts.tag === '!--'
          ? 'Write `-->` where the comment should end.'
          : facts.tag === 'script'
            ? 'Write `<script src="…"></script>`, with an end tag, for every script.'
            : `Write \`</${facts.tag}>\` where the \`<${facts.tag}>\` should end.`,
    }),
    explain: {
      title: 'An element that is not closed',
      meaning:
        'The content of `<script>`, `<style>`, `<title>` and `<textarea>` is text up to their own end tag. A slash at the end of the start tag changes nothing: HTML, unlike XML, has no self-closing elements. Without the end tag everything that follows, tags included, is the text of that element. A script at whose end tag the document has already ended does not run at all.',
      wrong: { language: 'html', text: '<script src="/static/htmx.min.js" />\n<script src="/static/ws.js" />' },
      right: {
        language: 'html',
        text: '<script src="/static/htmx.min.js"></script>\n<script src="/static/ws.js"></script>',
      },
      source: 'HTML standard, 13.1.2 "Elements" and 13.2.5 "Tokenization".',
    },
    seenAs: [
      line(
        /unclosed element|end of file seen and there were open elements|self-closing syntax .* on a non-void/iu,
        8,
        'A validator of HTML says that an element is not closed.',
      ),
    ],
  },
  'page/quote-not-closed': {
    words: ({ facts }) => ({
      title: `The quote of \`${inline(facts.attribute, 40)}\` in the page is not closed`,
      expected: 'Each value of an attribute between two quotes.',
      cause: runsOnCause(facts),
      fix: `Close the quote: \`${inline(facts.attribute, 40)}="${inline(beforeRunsOn(facts.value), 80)}"\`.`,
    }),
    explain: (names) => ({
      title: 'A quote that is not closed',
      meaning:
        'The value of an attribute goes on to the next quote of the same kind, over names, tags and lines. What it takes is not in the page any more: an attribute is missing, or an element, and neither browser nor htmx reports it.',
      wrong: { language: 'html', text: `<div hx-ext="ws ws-connect="${names.socket}">` },
      right: { language: 'html', text: `<div hx-ext="ws" ws-connect="${names.socket}">` },
      source: 'HTML standard, 13.1.2.3 "Attributes" and 13.2.5 "Tokenization".',
    }),
    seenAs: [
      line(
        /quote ["“'].*in attribute name|unexpected-character-in-attribute-name|no space between attributes/iu,
        8,
        'A validator of HTML found a quote where a name should be: the one before it is missing.',
      ),
    ],
  },
  'page/csp-blocks': {
    words: ({ facts }) => ({
      title: CSP_TITLE[facts.blocks],
      expected: CSP_EXPECTED[facts.blocks],
      cause: `The page is sent with a list of what it may do, and the browser enforces it: ${inline(facts.directive, 240).replace(/\.$/u, '')}.${CSP_THEREFORE[facts.blocks]}`,
      fix: CSP_FIX[facts.blocks],
    }),
    explain: {
      title: 'A Content-Security-Policy forbids what the page does',
      meaning:
        "A Content-Security-Policy names what a page may do. `connect-src` is for WebSocket, EventSource and fetch, `script-src` for scripts; where one is missing, `default-src` applies. Scripts in the page itself need a nonce, a hash or `'unsafe-inline'`, and `onclick` handlers `'unsafe-inline'` or a hash with `'unsafe-hashes'`; `hx-on`, `js:` in `hx-vals` and filters in `hx-trigger` need `'unsafe-eval'`, because htmx evaluates their text. `require-trusted-types-for` makes the browser refuse to make markup of a string, which htmx does with every message.",
      wrong: { language: 'http', text: "Content-Security-Policy: default-src 'none'; script-src 'self'" },
      right: {
        language: 'http',
        text: "Content-Security-Policy: script-src 'self'; connect-src 'self'",
      },
      source:
        'Content Security Policy Level 3, "connect-src", "script-src" and "Does element match source list"; Trusted Types, "require-trusted-types-for".',
    },
    seenAs: [
      line(
        /\bconnect-src\b.*(?:blocked|violat)|(?:blocked|violat|refused|appear).*\bconnect-src\b|refused to connect to '?(?:wss?|https?):.*content security policy/iu,
        10,
        '`connect-src` of the Content-Security-Policy decides where the page may connect, and this address is not in it.',
      ),
      line(
        /refused to load the script|loading the script '[^']*' violates|script-src(?:-elem)?\b.*(?:blocked|violat)|(?:blocked|violat).*\bscript-src/iu,
        10,
        'A Content-Security-Policy forbids the script.',
      ),
      line(
        /requires '?Trusted(?:HTML|Script|ScriptURL)'? assignment|Trusted Type assignment requirements|TrustedTypePolicy named/u,
        10,
        'The Content-Security-Policy requires Trusted Types (`require-trusted-types-for`), and a script made markup or code of a plain string.',
      ),
    ],
  },
};

function runsOnCause({ attribute, value }: FactsByCode['page/quote-not-closed']): string {
  const shown = inline(value.replaceAll(/\s+/gu, ' ').trim(), 80);
  // What a tag in the value lost is not to be counted.
  const names = value.includes('<') ? [] : [...value.matchAll(/(?:^|\s)([^\s"'<>/=]+)\s*=/gu)];
  const lost = names.map(([, name = '']) => `\`${inline(name, 30)}\``);
  return `The quote after the value of \`${inline(attribute, 40)}\` is missing, so everything up to the next quote belongs to its value: \`${shown}\`.${lost.length === 0 ? '' : ` So the element has no ${lost.join(' and no ')}.`}`;
}

/** The part of the value that was meant: up to the next name or tag. */
function beforeRunsOn(value: string): string {
  const at = value.search(/[<>]|(?:^|\s)[^\s"'<>/=]+\s*=/u);
  return (at === -1 ? value : value.slice(0, at)).trim();
}

function notClosedBecause({ tag, written, swallowed }: FactsByCode['page/tag-not-closed']): string {
  const lost =
    swallowed.length === 0
      ? 'The document ends inside it, and then it does not run.'
      : `The browser takes everything up to the next end tag for its text, ${swallowed
          .slice(0, 5)
          .map((each) => `\`<${inline(each, 20)}>\``)
          .join(', ')} included.`;
  if (tag === '!--')
    return `The comment goes on to the end of the file. ${lost.replace('up to the next end tag ', '')}`;
  if (written === 'self-closing')
    return `\`<${tag} … />\` closes nothing: HTML has no self-closing \`<${tag}>\`, and the slash is ignored. ${lost}`;
  return `Its end tag is missing, or misspelt. ${lost}`;
}

type Blocks = FactsByCode['page/csp-blocks']['blocks'];

const CSP_TITLE: Readonly<Record<Blocks, string>> = {
  connection: "The page's Content-Security-Policy forbids the connection",
  script: "The page's Content-Security-Policy forbids its scripts",
  inline: "The page's Content-Security-Policy forbids a script in the page",
  handler: "The page's Content-Security-Policy forbids a handler in an attribute",
  'trusted-types': "The page's Content-Security-Policy requires Trusted Types, which htmx does not make",
  eval: "The page's Content-Security-Policy forbids evaluating text as a script",
};

const CSP_EXPECTED: Readonly<Record<Blocks, string>> = {
  connection: "A policy that allows connections to the page's own server, or none.",
  script: "A policy that allows the scripts of the page's own server, or none.",
  inline: 'A policy that allows the scripts that the page contains, or none.',
  handler: 'Handlers in a script file, or a policy that allows those in attributes.',
  'trusted-types': 'A policy without `require-trusted-types-for`, or a default policy of the page.',
  eval: 'A policy that allows what the attributes of the page need, or none.',
};

const CSP_THEREFORE: Readonly<Record<Blocks, string>> = {
  connection: '',
  script: ' So the script was not run.',
  inline: ' So that script did not run, and what it should have done did not happen.',
  handler: ' So the handler did not run, and the browser did what it does without one.',
  'trusted-types': ' htmx makes markup of text, so it stops at its start or at the first message.',
  eval: ' So the code in an attribute of the page did not run.',
};

const CSP_FIX: Readonly<Record<Blocks, string>> = {
  connection:
    "Add `connect-src 'self'` to the Content-Security-Policy (a header of the server or a `<meta>` in the page): it covers WebSockets and event streams of the page's own host. A few older browsers also need `ws://localhost:8000` in it.",
  script:
    "Write `script-src 'self'` in the Content-Security-Policy (a header of the server or a `<meta>` in the page): it allows the scripts in `static/`.",
  inline:
    'Move the script into a file, `static/own.js`, and load it with `<script src="/static/own.js"></script>`: `\'self\'` in the policy covers it. Or remove the policy while you learn.',
  handler:
    "Remove the attribute and add the handler in `static/own.js`: `document.querySelector('form').addEventListener('submit', (event) => { … })`. `'self'` in the policy covers that file; a nonce does not cover attributes.",
  'trusted-types':
    "Remove `require-trusted-types-for` and `trusted-types` from the Content-Security-Policy while you learn. To keep them, run `trustedTypes.createPolicy('default', { createHTML: (html) => html, createScript: (code) => code, createScriptURL: (url) => url })` before the script of htmx; this turns the protection off.",
  eval: "Move the code from the attribute (`hx-on…`, `js:`, a filter in `hx-trigger`) into a script file of yours, or add `'unsafe-eval'` to `script-src`.",
};
