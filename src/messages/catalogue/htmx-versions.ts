import type { FactsByCode, Severity } from '../../model/finding.ts';
import { publishedCore, publishedFile } from '../../model/htmx-packages.ts';
import type { HtmxMajor } from '../../model/htmx-packages.ts';
import type { Words } from '../entry.ts';
import type { Names } from '../names.ts';
import { inline } from '../visible.ts';
import { oldSyntaxToFour, oldSyntaxToNew } from './htmx-attributes.ts';

/** The file of an extension for a major, as an address of a package names it; to read, not minified. */
export function extensionFile(extension: 'ws' | 'sse', major: HtmxMajor = 2): string {
  return publishedFile(extension, major).replace('.min.js', '.js');
}

/** The page's htmx as the subject of a sentence, and why it is that one. */
function runs({ major = 2, newest }: { readonly major?: HtmxMajor; readonly newest?: 'yes' }): string {
  return newest === 'yes'
    ? `The address of htmx has no version, so its host sends the newest, htmx ${major}`
    : `The page runs htmx ${major}`;
}

/** `hx-ws` and `hx-sse` in a page of htmx 2 or 4. @param severity of a warning: they work */
export function oldSyntaxWords(facts: FactsByCode['htmx/old-syntax'], severity: Severity, names: Names): Words {
  const { attribute, value, major } = facts;
  const name = inline(attribute, 40);
  const written = `\`${name}="${inline(value, 60)}"\``;
  const title = `\`${name}\` is the syntax of htmx 1`;
  const extension = attribute.endsWith('sse') ? 'sse' : 'ws';
  if (major === 4) {
    const { write, send } = oldSyntaxToFour(attribute, value, names);
    const load = `load \`${extensionFile(extension, 4)}\` after htmx`;
    const now = send === '' ? `Write ${write}, and ${load}.` : `Write ${write}, ${load}, and ${send}.`;
    return {
      title,
      expected: 'The attributes of the extensions for htmx 4.',
      cause: `${written} was read by the core of htmx 1. ${runs(facts)}, which does not know it and silently ignores it.`,
      fix:
        facts.newest === 'yes'
          ? `Load the version that the page is written for, \`${publishedCore(1)}\`. To use htmx 4: ${now.replace(/^W/u, 'w')}`
          : now,
    };
  }
  return {
    title,
    expected: 'The attributes of the extensions for htmx 2.',
    cause:
      severity === 'warning'
        ? `${written} was read by the core of htmx 1. The ws extension for htmx 2 still reads it, so it works; htmx 4 does not.`
        : `${written} was read by the core of htmx 1. The core of htmx 2 does not know it and silently ignores it.`,
    fix: `Write ${oldSyntaxToNew(attribute, value, names)}.`,
  };
}

/** Attributes of htmx 2 in a page of htmx 4, or of htmx 4 in one of htmx 1 or 2. */
export function otherSyntaxWords(facts: FactsByCode['htmx/other-version-syntax'], severity: Severity): Words {
  const { attribute, use, major } = facts;
  if (/^(?:data-)?(?:(?:ws|sse)-|hx-ext$)/u.test(attribute)) return syntaxOfTwo(facts, severity);
  const shown = inline(attribute, 40);
  const title = `\`${shown}\` is the syntax of htmx 4`;
  if (major === 1) {
    const now = asOne(attribute);
    return {
      title,
      expected: 'The attributes that htmx 1 reads.',
      cause: `htmx 4 writes \`${shown}\`; the page runs htmx 1, which does not know it and silently ignores it.`,
      fix: `${now === '' ? `Remove \`${shown}\`: htmx 1 has nothing like it.` : `Write \`${now}\`, which htmx 1 reads without an extension.`} Or load \`${publishedCore(4)}\` with \`${extensionFile(kindOf(attribute), 4)}\`.`,
    };
  }
  return {
    title,
    expected: `\`${inline(use, 40)}\`, as the extensions for htmx 2 read it.`,
    cause: `htmx 4 writes \`${shown}\`; your page runs htmx 2, whose extension looks for \`${inline(use, 40)}\` and silently ignores the new name.`,
    fix: `Write \`${inline(use, 40)}\`, with \`hx-ext="${use.startsWith('sse') ? 'sse' : 'ws'}"\` on the element or on one around it.`,
  };
}

function kindOf(attribute: string): 'ws' | 'sse' {
  return attribute.includes('sse') ? 'sse' : 'ws';
}

/** `hx-ws:connect` as htmx 1 has it; '': it has nothing like it. */
function asOne(attribute: string): string {
  if (attribute.includes('close')) return '';
  const kind = kindOf(attribute);
  return attribute.includes('connect') ? `hx-${kind}="connect:…"` : `hx-${kind}="send"`;
}

/** An attribute of the extensions for htmx 2 on a page with htmx 4, where `sse-swap` and `hx-ext` have no successor. */
function syntaxOfTwo(facts: FactsByCode['htmx/other-version-syntax'], severity: Severity): Words {
  const { attribute, use } = facts;
  const shown = inline(attribute, 40);
  const kind = kindOf(attribute);
  const instead = use === '' ? `hx-${kind}:connect` : inline(use, 40);
  const title = `\`${shown}\` is the syntax of htmx 2`;
  const expected = `\`${instead}\`, as htmx 4 reads it.`;
  if (severity === 'warning')
    return {
      title,
      expected,
      cause: `The page runs htmx 4, whose extension still reads \`${shown}\`, with a warning in the console. A later version may not.`,
      fix: `Write \`${instead}\`; htmx 4 needs no \`hx-ext\`.`,
    };
  if (attribute.endsWith('sse-swap'))
    return {
      title,
      expected: 'An element with `hx-sse:connect`, and events without a name.',
      cause:
        'The page runs htmx 4, which has nothing in the place of `sse-swap`: it swaps each event without a name into the element that connects, and fires each other event on that element.',
      fix: `Remove \`${shown}\`, put \`hx-sse:connect\` on the element that shows the events, and send them without a line \`event:\`. Where one stream fills several elements, send \`<hx-partial hx-target="#…">…</hx-partial>\` for each.`,
    };
  const now = use === '' ? `write \`${instead}="…"\` with the address on the element` : `write \`${instead}\``;
  const whole = `${now}, and load \`${extensionFile(kind, 4)}\` after htmx. htmx 4 needs no \`hx-ext\`.`;
  return {
    title,
    expected,
    cause: `${runs({ ...facts, major: 4 })}, which does not read \`${shown}\`, and does not say so.`,
    fix:
      facts.newest === 'yes'
        ? `Load the version that the page is written for: \`${publishedCore(2)}\` with \`${extensionFile(kind, 2)}\`. To use htmx 4, ${whole}`
        : whole.replace(/^w/u, 'W'),
  };
}

/** Why an extension is needed in this major. */
export function extensionMissingCause({ extension, major }: FactsByCode['htmx/extension-script-missing']): string {
  const without = `Without it ${extension === 'ws' ? 'no connection is opened and Send reloads the page' : 'no stream is opened'}.`;
  const since =
    major === 1
      ? `The core of htmx 1 reads \`hx-${extension}\`; \`${extension}-connect\` is of its extension.`
      : 'Since htmx 2, WebSockets and event streams are extensions.';
  return `htmx is there, but no script has registered an extension named \`${extension}\`. ${since} ${without}`;
}

/** A script on another host whose address has no version. */
export function noVersionWords({ src, file, use }: FactsByCode['htmx/no-version']): Words {
  const shown = `\`${inline(src, 100)}\``;
  const title = 'The address of a script of htmx has no version';
  if (file === undefined)
    return {
      title,
      expected: `An address with a version: \`${use}\`.`,
      cause: `Without a version the host sends the newest htmx for ${shown}. With the next major the page changes without anybody having touched it: other attributes, other extensions, other rules for what is swapped.`,
      fix: `Write the version that the page is made for into the address: \`${use}\`.`,
    };
  if (file === 'extension-4')
    return {
      title,
      expected: 'The extension and htmx have the same version in their addresses.',
      cause: `Without a version the host sends ${shown} from the newest htmx.org. The version of htmx in this page stays as it is, and the extensions of htmx 4 use functions that only their own version has for certain.`,
      fix: `Write the version of the page's htmx into the address, for example \`${use}\`.`,
    };
  return {
    title,
    expected: use === '' ? 'An address with a version.' : `An address with a version: \`${use}\`.`,
    cause: `${shown} is a file of htmx.org 1 and 2. Without a version the host looks for it in the newest htmx.org, and htmx.org 4 does not have it: the answer is status 404.`,
    fix: use === '' ? 'Load the extension of htmx 4 that does the same, with its version.' : goneFix(use),
  };
}

function goneFix(use: string): string {
  return /@\d/u.test(use)
    ? `Load \`${use}\` in its place.`
    : `Load the package of the extension, \`${use}\`, with its version in the address.`;
}
