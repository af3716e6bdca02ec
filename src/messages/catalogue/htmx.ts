import type { FactsByCode } from '../../model/finding.ts';
import type { CodesOf, Entries, Words } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';
import { attributeAdvice, notEnabledCause, notEnabledFix } from './htmx-attributes.ts';
import { extensionMissingCause, noVersionWords, oldSyntaxWords, otherSyntaxWords } from './htmx-versions.ts';
import type { FourCode } from './only-in-4.ts';
import { line } from './seen.ts';
import type { VainCode } from './swapped-in-vain.ts';

const SCRIPTS =
  '<script src="/static/htmx.min.js"></script>\n<script src="/static/ws.js"></script>\n<script src="/static/sse.js"></script>';
function connected(names: Names): string {
  return `<div hx-ext="ws" ws-connect="${names.socket}">\n  <form ws-send>…</form>\n</div>`;
}

/** htmx and its extensions: whether they are loaded, fit together, and are enabled. */
export const htmxEntries: Entries<Exclude<CodesOf<'htmx'>, VainCode | FourCode>> = {
  'htmx/missing': {
    words: ({ facts }) => ({
      title: 'htmx is not in the page',
      expected: '`window.htmx` is there once the scripts are loaded.',
      cause:
        facts.frame === undefined
          ? missingCause(facts.scripts)
          : `The page loads no script; it shows \`${inline(facts.frame, 80)}\` in a frame, which is a page of its own.`,
      fix:
        facts.frame !== undefined
          ? 'Put the scripts, the window and the form into the page itself, in place of the frame.'
          : 'Write `<script src="/static/htmx.min.js"></script>` into the `<head>`, before the extensions.',
    }),
    explain: {
      title: 'htmx is not in the page',
      meaning:
        'Attributes such as `ws-connect` mean nothing to a browser; it keeps them and does nothing. It is htmx that reads them, so its script must be loaded first. Without it, the browser submits a form in the usual way.',
      wrong: { language: 'html', text: '<script src="/static/ws.js"></script>' },
      right: { language: 'html', text: SCRIPTS.split('\n').slice(0, 2).join('\n') },
      source: 'htmx documentation, "Installing"; `window.htmx` in dist/htmx.js.',
    },
    seenAs: [
      line(
        /\bhtmx is not defined|can't find variable: htmx/iu,
        8,
        'A script uses htmx, and htmx was not loaded at that moment, or not at all.',
      ),
    ],
  },
  'htmx/wrong-version': {
    words: ({ facts, severity }) => ({
      // A warning: with this version WebSockets work by luck, and event streams do not.
      title:
        severity === 'warning'
          ? `htmx ${inline(facts.version, 20)} is not the version that these extensions are written for`
          : `htmx ${inline(facts.version, 20)} does not work with these extensions`,
      expected: facts.by?.startsWith('extension') === true ? 'htmx and its extensions of the same major.' : 'htmx 2.',
      cause: severity === 'warning' && facts.version.startsWith('1.') ? WORKS_BY_LUCK : versionCause(facts),
      fix: 'Load the copy in `static/`: `<script src="/static/htmx.min.js"></script>`. `htmx-realtime-tutor assets static/htmx.min.js` puts the right version there.',
    }),
    explain: {
      title: 'This version of htmx does not work with the extensions',
      meaning:
        'The scripts `ws.js` and `sse.js` are written for htmx 2 and call functions inside it. htmx 4 has no `htmx.defineExtension`; htmx 1 lacks other functions, such as the `swap` that sse.js uses.',
      wrong: { language: 'html', text: '<script src="https://unpkg.com/htmx.org@latest"></script>' },
      right: { language: 'html', text: '<script src="/static/htmx.min.js"></script> <!-- 2.0.11 -->' },
      source: '`htmx.defineExtension` in the source of htmx 2; the calls of `api.…` in ws.js and sse.js.',
    },
    seenAs: [
      line(
        /htmx\.(?:defineExtension|registerExtension|createWebSocket|createEventSource) is not a function|api\.\w+ is not a function|\(evaluating 'htmx\.\w*Extension/u,
        9,
        'The extension calls a function that this version of htmx does not have.',
      ),
      line(
        /(?:reading '|property ")ws(?:ReconnectDelay|BinaryType)/u,
        8,
        '`htmx.config` does not exist where the extension needs it: the loaded htmx is another version, or another thing has the name `htmx`.',
      ),
    ],
  },
  'htmx/extension-before-core': {
    words: ({ facts }) => ({
      expected: 'htmx first and once, then its extensions.',
      ...BEFORE_CORE[facts.core ?? 'later'](inline(facts.script)),
    }),
    explain: {
      title: 'The extension runs before htmx',
      meaning:
        'Scripts run in the order in which they appear in the page. An extension registers itself with htmx while it loads, once, and does not try again. `defer` and `type="module"` delay a script until the page is parsed, `async` lets it run whenever it arrives.',
      wrong: {
        language: 'html',
        text: '<script src="/static/ws.js"></script>\n<script src="/static/htmx.min.js"></script>',
      },
      right: {
        language: 'html',
        text: '<script src="/static/htmx.min.js"></script>\n<script src="/static/ws.js"></script>',
      },
      source: 'First statement of ws.js and sse.js; HTML standard, "the script element".',
    },
    seenAs: [
      line(
        /(?:htmx is not defined|can't find variable: htmx).*\b(?:ws|sse)(?:\.min)?\.js\b/iu,
        9,
        "The error is in the extension's own script: it runs before htmx does.",
      ),
      line(
        /\bhtmx is not defined|can't find variable: htmx/iu,
        7,
        'The usual script that says so is an extension whose script tag is above that of htmx.',
      ),
      line(
        /(?:reading '|property ")ws(?:ReconnectDelay|BinaryType)/u,
        5,
        'The extension runs while htmx is not ready.',
      ),
    ],
  },
  'htmx/extension-script-missing': {
    words: ({ facts }) => ({
      title: `The ${facts.extension} extension is not loaded`,
      expected: `A script that registers the extension \`${facts.extension}\` with htmx.`,
      cause: extensionMissingCause(facts),
      fix: `Add \`<script src="/static/${facts.extension}.js"></script>\` below the tag of htmx. If \`static/\` does not have that file, \`htmx-realtime-tutor assets\` copies it there.`,
    }),
    explain: {
      title: "The extension's script is not loaded",
      meaning:
        'htmx 1 had WebSockets and event streams built in. htmx 2 keeps its core small: `ws.js` and `sse.js` are files of their own, each loaded after htmx. Without them, `ws-connect` and `sse-connect` are attributes that nothing reads, and no error is shown.',
      wrong: { language: 'html', text: '<script src="/static/htmx.min.js"></script>' },
      right: { language: 'html', text: SCRIPTS },
      source: 'htmx 1.x to 2.x migration guide; `htmx.defineExtension` in ws.js and sse.js.',
    },
  },
  'htmx/extension-not-enabled': {
    words: ({ facts }) => ({
      title: `The ${facts.extension} extension is loaded but not ${facts.allowed === undefined ? 'switched on' : 'allowed'}`,
      expected:
        facts.allowed !== undefined
          ? `"${facts.extension}" among the extensions that are allowed, or no such list.`
          : `\`hx-ext="${facts.extension}"\` on the element with \`${facts.extension}-connect\` or on one around it.`,
      cause: notEnabledCause(facts),
      fix: notEnabledFix(facts),
    }),
    explain: (names) => ({
      title: 'The extension is not switched on',
      meaning:
        'Loading an extension is not enough: htmx asks it only about elements that have its name in `hx-ext`, on themselves or on an element around them. The value is a comma-separated list. htmx silently ignores a name that it does not know, so a typo shows nowhere.',
      wrong: { language: 'html', text: `<div hx-ext="websocket" ws-connect="${names.socket}">…</div>` },
      right: { language: 'html', text: `<div hx-ext="ws" ws-connect="${names.socket}">…</div>` },
      source: '`getExtensions` in the source of htmx 2.',
    }),
  },
  'htmx/bad-json': {
    words: ({ facts }) => ({
      title: `The value of \`${inline(facts.attribute, 20)}\` is not JSON, so nothing is sent`,
      expected: 'JSON: names and texts in double quotes.',
      cause: `htmx reads \`${inline(facts.attribute, 20)}\` as JSON each time it collects what to send. It cannot read \`${inline(facts.value, 100)}\`, throws an error, and sends nothing. JSON knows only double quotes, needs them around names too, and allows no comma at the end.`,
      fix:
        facts.repaired === undefined
          ? `Write JSON, with single quotes around the attribute: \`${inline(facts.attribute, 20)}='{"user": "ada"}'\`.`
          : `Write \`${inline(facts.attribute, 20)}='${inline(facts.repaired, 200)}'\`: single quotes around the attribute, double quotes inside.`,
    }),
    explain: {
      title: 'An attribute that is not JSON',
      meaning:
        '`hx-vals` and `hx-headers` hold JSON. Their double quotes collide with those of the attribute, so the attribute itself is written in single quotes. With `js:` in front, htmx evaluates the value as JavaScript instead.',
      wrong: { language: 'html', text: `<form ws-send hx-vals="{'user': 'ada'}">` },
      right: { language: 'html', text: `<form ws-send hx-vals='{"user": "ada"}'>` },
      source: 'htmx 2, `getValuesForElement` and `parseJSON`; RFC 8259.',
    },
    seenAs: [
      line(
        /expected property name or '\}' in JSON at position 1|JSON\.parse: expected property name or '\}'/iu,
        8,
        'Names and texts of JSON have double quotes; an attribute such as `hx-vals` then needs single ones around it.',
      ),
    ],
  },
  'htmx/reconnect-delay': {
    words: ({ facts }) => ({
      title: '`htmx.config.wsReconnectDelay` is not a delay that the ws extension reads',
      expected: 'A function that returns milliseconds, or `"full-jitter"`, which is the default.',
      cause: `The value is \`${inline(facts.value, 60)}\`. The connection ended, the extension was about to reconnect, asked for the delay, and stopped with an error, so the page stays without a connection.`,
      fix: `Remove the setting, or set a function in a script after that of the extension: \`htmx.config.wsReconnectDelay = () => ${/^\d+$/u.test(facts.value) ? facts.value : '2000'};\`. A \`<meta>\` cannot hold a function.`,
    }),
    explain: {
      title: 'The delay before reconnecting',
      meaning:
        'After a connection broke, the ws extension waits before it connects again. `"full-jitter"` is a random time that grows with each attempt up to 64 seconds; a function gets the number of attempts so far and returns milliseconds. Anything else, a number too, ends in an error at the moment when the page should reconnect.',
      wrong: { language: 'html', text: `<meta name="htmx-config" content='{"wsReconnectDelay": 2000}'>` },
      right: { language: 'html', text: '<script>htmx.config.wsReconnectDelay = () => 2000;</script>' },
      source: 'htmx-ext-ws 2, ws.js, `getWebSocketReconnectDelay`.',
    },
    seenAs: [
      line(
        /wsReconnectDelay must either be a function or/u,
        10,
        'The ws extension says itself that the delay is of the wrong type.',
      ),
    ],
  },
  'htmx/beta-form': {
    words: ({ facts }) => ({
      title:
        facts.kind === 'version'
          ? `htmx ${inline(facts.found, 40)} is a version from before htmx 4.0`
          : `\`${inline(facts.found, 60)}\` is a form of the betas of htmx 4`,
      expected: 'The events and messages of htmx 4.0.',
      ...betaWords(facts),
    }),
    explain: {
      title: 'A form of the betas of htmx 4',
      meaning:
        'The alphas and betas of spring 2026 had other events (`htmx:before:ws:message`), sent an envelope with `type`, `request_id` and `values`, and swapped `payload` of messages with `channel` and `format`. In htmx 4.0 the events begin with the name of the transport, what a form sends is flat (`{…fields, headers}`), and what is swapped is `content`. Most tutorials are of that time.',
      wrong: { language: 'text', text: '{"channel": "ui", "format": "html", "payload": "<p>hello</p>"}' },
      right: { language: 'text', text: '{"content": "<p>hello</p>", "target": "#log", "swap": "beforeend"}' },
      source: 'dist/ext/hx-ws.js and hx-sse.js of htmx.org 4.0.0-alpha8, 4.0.0-beta2 to 4.0.0-beta6, 4.0.0 and 4.0.1.',
    },
    seenAs: [
      line(
        /json\.payload is deprecated/u,
        9,
        'A message has its HTML in `payload`, as in the betas of htmx 4; in htmx 4.0 it is `content`.',
      ),
    ],
  },
  'htmx/no-version': {
    words: ({ facts }) => noVersionWords(facts),
    explain: {
      title: 'An address without a version',
      meaning:
        'unpkg, jsdelivr and esm.sh answer an address without a version with the newest release. htmx 4 has other attributes, needs no `hx-ext`, and no longer contains `dist/ext/ws.js` and `dist/ext/sse.js`, which were the extensions of htmx 1. A page with a pinned htmx and an unpinned extension breaks as well.',
      wrong: { language: 'html', text: '<script src="https://unpkg.com/htmx.org/dist/ext/ws.js"></script>' },
      right: { language: 'html', text: '<script src="https://unpkg.com/htmx-ext-ws@2.0.4/ws.js"></script>' },
      source: 'unpkg and jsDelivr documentation on versions; the files of htmx.org 2.0.11 and 4.0.1.',
    },
  },
  'htmx/old-extension': {
    words: ({ facts }) => ({
      title: 'The extension is the one for htmx 1',
      expected: 'The extensions for htmx 2: the packages htmx-ext-ws and htmx-ext-sse.',
      cause: `${inline(facts.script)} comes from the folder \`dist/ext\` of htmx.org. The files there are for htmx 1; with htmx 2 they warn in the console, and they differ from the maintained extensions.`,
      fix: 'Load the copies that `start` puts into your folder: `/static/ws.js` and `/static/sse.js`.',
    }),
    explain: {
      title: 'The extension is the one for htmx 1',
      meaning:
        'The package of htmx 2 still has a folder `dist/ext` with old extensions. The maintained ones are separate packages with their own versions.',
      wrong: { language: 'html', text: '<script src="https://unpkg.com/htmx.org@2.0.11/dist/ext/ws.js"></script>' },
      right: { language: 'html', text: '<script src="/static/ws.js"></script> <!-- htmx-ext-ws 2.0.4 -->' },
      source: 'The warning at the top of dist/ext/ws.js in htmx.org 2.',
    },
    seenAs: [
      line(
        /you are using an htmx 1 extension with htmx/iu,
        10,
        'The extension itself warns that it is written for htmx 1.',
      ),
      line(/maybeCloseWebSocketSource/u, 6, 'The error is in an old version of the extension.'),
    ],
  },
  'htmx/old-syntax': {
    words: ({ facts, severity }, { names }) => oldSyntaxWords(facts, severity, names),
    explain: (names) => ({
      title: 'Syntax of htmx 1',
      meaning:
        'In htmx 1, `hx-ws` and `hx-sse` held several commands in one value: connect, send, swap. In htmx 2 each has its own attribute, and `hx-ext` switches the extension on. Older tutorials often show the old form.',
      wrong: { language: 'html', text: `<div hx-ws="connect:${names.socket}">\n  <form hx-ws="send">…</form>\n</div>` },
      right: { language: 'html', text: connected(names) },
      source: 'htmx 1.x to 2.x migration guide; ws.js and sse.js.',
    }),
    seenAs: [line(/\b(?:hx-ws|hx-sse)=/u, 8, '`hx-ws` and `hx-sse` are of htmx 1.')],
  },
  'htmx/other-version-syntax': {
    words: ({ facts, severity }) => otherSyntaxWords(facts, severity),
    explain: (names) => ({
      title: 'Syntax of htmx 4',
      meaning:
        'htmx 4 has renamed the attributes, needs no `hx-ext`, and swaps messages differently. The two cannot be mixed.',
      wrong: { language: 'html', text: `<div hx-ws:connect="${names.socket}">\n  <form hx-ws:send>…</form>\n</div>` },
      right: { language: 'html', text: connected(names) },
      source: '`queryAttributeOnThisOrChildren` in ws.js; dist/ext/hx-ws.js in htmx.org 4.',
    }),
    seenAs: [
      line(/\bhx-(?:ws|sse):(?:connect|send|close)\b/u, 7, 'This is the syntax of htmx 4; htmx 2 does not know it.'),
    ],
  },
  'htmx/unknown-attribute': {
    words: ({ facts }, { names }) => ({
      title: `htmx has no attribute \`${inline(facts.attribute, 40)}\``,
      expected: `Attributes that htmx ${facts.major ?? 2} and its extensions read.`,
      cause: `Nothing reads \`${inline(facts.attribute, 40)}="${inline(facts.value, 60)}"\`, and htmx does not complain about attributes that it does not know.`,
      fix: attributeAdvice(facts.attribute, facts.use, names),
    }),
    explain: (names) => ({
      title: 'An attribute that does not exist',
      meaning:
        'The ws extension has two attributes, `ws-connect` and `ws-send`; the sse extension has `sse-connect`, `sse-swap` and `sse-close`. `ws-swap` and `ws-reconnect` do not exist. Where a message goes is written into the message: the id of the target and `hx-swap-oob`.',
      wrong: { language: 'html', text: `<div hx-ext="ws" ws-connect="${names.socket}" ws-swap="beforeend">…</div>` },
      right: {
        language: 'html',
        text: `<!-- the server sends: -->\n<div id="${names.targetId}" hx-swap-oob="beforeend"><p>hello</p></div>`,
      },
      source: 'ws.js and sse.js: the attributes that they read.',
    }),
    seenAs: [line(/unknown modifier in hx-swap/iu, 6, 'htmx does not know this word in the value of `hx-swap`.')],
  },
};

function missingCause(scripts: readonly string[]): string {
  const modular = scripts.find((src) => /htmx[\w.-]*\.(?:esm|cjs|amd)/u.test(src));
  if (modular !== undefined)
    return `${inline(modular)} is a build for bundlers and imports: it does not set \`window.htmx\`, which the extensions need.`;
  if (scripts.length === 0) return 'The page loads no script file, so nothing reads the attributes of htmx.';
  const shown = scripts.slice(0, 4).map((src) => inline(src, 60));
  return `The page loads ${shown.join(', ')}, but nothing there has set \`window.htmx\`.`;
}

const WORKS_BY_LUCK =
  'These extensions are written for htmx 2. The one for WebSockets works, because htmx 1.9 has every function that it calls; the one for streams does not.';

function versionCause({ version, by }: FactsByCode['htmx/wrong-version']): string {
  if (by === 'extension-4')
    return `The extension is that of htmx 4: it stops with \`htmx.registerExtension is not a function\`, because htmx ${inline(version, 20)} does not have that function.`;
  if (by === 'extension-1')
    return `The extension is that of htmx 1: at each event it stops with \`api.selectAndSwap is not a function\`, because htmx ${inline(version, 20)} does not have that function.`;
  if (by === 'extension-2')
    return 'The sse extension is that of htmx 2. It swaps an event with `api.swap`, which htmx 1 does not have, and htmx 1 does not show it elements that have `sse-swap` alone. So no event reaches the page, and often nothing says so.';
  if (version.startsWith('1.')) return 'The extensions for htmx 2 call functions that htmx 1 does not have.';
  const newest = by !== 'newest' ? '' : 'The address of the script names no version, so its host sends the newest. ';
  return `${newest}Later versions of htmx have changed how extensions register: \`ws.js\` stops with \`htmx.defineExtension is not a function\`.`;
}

/** Why an extension did not find the htmx of the page. */
const BEFORE_CORE: Readonly<
  Record<'module' | 'twice' | 'later', (script: string) => Pick<Words, 'title' | 'cause' | 'fix'>>
> = {
  module: (script) => ({
    title: `${script} does not see htmx, which is loaded as a module`,
    cause:
      'The file of htmx has the type `module`. A module keeps its variables for itself and runs only when the page is parsed, so the extension, which calls `htmx.defineExtension`, stopped with "htmx is not defined".',
    fix: 'Remove `type="module"` from the tags of htmx and of its extensions: `<script src="…">`, htmx first.',
  }),
  twice: (script) => ({
    title: 'htmx is loaded twice',
    cause: `The second tag of htmx makes a new htmx, which knows no extension: ${script} registered itself with the first one.`,
    fix: 'Remove the second tag of htmx.',
  }),
  later: (script) => ({
    title: `${script} runs before htmx`,
    cause:
      'The extension calls `htmx.defineExtension` as it loads. At that moment htmx was not loaded, so it stopped with "htmx is not defined".',
    fix: 'Put the tag of `htmx.min.js` above the tag of the extension. If one of them has `async`, `defer` or `type="module"`, remove it or give both `defer`.',
  }),
};

function betaWords({ kind, found, use }: FactsByCode['htmx/beta-form']): Pick<Words, 'cause' | 'fix'> {
  const shown = `\`${inline(found, 60)}\``;
  if (kind === 'version')
    return {
      cause:
        'In the alphas and betas the events of WebSockets and streams, what a form sends and what a message may hold differ from htmx 4.0, and this page is judged by 4.0.',
      fix: 'Load `htmx.org@4.0.1` with `dist/ext/hx-ws.js` and `dist/ext/hx-sse.js` of the same version.',
    };
  if (kind === 'event')
    return {
      cause: `The page listens to ${shown}, which htmx fired before its version 4.0. This htmx fires \`${inline(use, 60)}\` in its place, so the listener is never called.`,
      fix: `Listen to \`${inline(use, 60)}\`. The message is in \`event.detail.message\` there.`,
    };
  return use === ''
    ? {
        cause: `A message has the member ${shown}, by which the betas decided what to do with it. htmx 4.0 does not read it: it swaps what is in \`content\`, whatever ${shown} says.`,
        fix: `Remove ${shown} from the message, and send what is not to be swapped without \`content\`.`,
      }
    : {
        cause: `The HTML of a message is in the member ${shown}, as in the betas. htmx 4.0 still reads it, with a warning in the console; the next version may not.`,
        fix: `Write \`${inline(use, 60)}\` in place of ${shown}: \`{"${inline(use, 60)}": "<p>…</p>"}\`.`,
      };
}
