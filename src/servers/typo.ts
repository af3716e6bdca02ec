import { EventEmitter } from 'node:events';
import { IncomingMessage, ServerResponse } from 'node:http';
import { distance } from 'fastest-levenshtein';
import { literal } from '../model/pattern.ts';
import type { Typo } from '../model/facts/server.ts';
import type { ErrorReport } from '../model/server-error.ts';

/**
 * What a line gets wrong whose error is about a name: the name itself, as far as the source and the runtime's own names show it. Undefined:
 * the error is about something else. The names of the source are read without a grammar, so they choose the advice and prove nothing.
 * @param source text of the file that the error names; empty: it cannot be read
 */
export function typoOf(report: ErrorReport | undefined, source: string): Typo | undefined {
  if (report === undefined) return undefined;
  const { name, message } = report;
  if (name === 'TypeError' && message.startsWith('Assignment to constant variable')) return constant(report, source);
  const called = /^(?:(?<object>.+?)\.)?(?<wrote>[\w$]+) is not a function$/u.exec(message)?.groups;
  if (name === 'TypeError' && called !== undefined)
    return call(called['object'], called['wrote'] ?? '', withoutLine(source, report.where?.line));
  const missing =
    /^(?<wrote>[\w$]+) is not defined$/u.exec(message)?.groups?.['wrote'] ??
    /^name '(?<wrote>\w+)' is not defined/u.exec(message)?.groups?.['wrote'];
  if (missing === undefined || !/^(?:Reference|Name)Error$/u.test(name)) return undefined;
  return clientOutside(missing, report, source) ?? undefinedName(missing, source);
}

/** `socket.on('message', …)` at the top level: only the listener of `connection` has a client. */
function clientOutside(wrote: string, { where }: ErrorReport, source: string): Typo | undefined {
  const line = linesOf(source)[(where?.line ?? 0) - 1] ?? '';
  const listens = new RegExp(
    String.raw`^\s*${literal(wrote)}\.(?:on|once|addEventListener)\(\s*['"](?:message|close|error)['"]`,
    'u',
  );
  const server = /\b([\w$]+)\s*=\s*new\s+(?:WebSocketServer|WebSocket\.Server)\s*\(/u.exec(source)?.[1];
  return server !== undefined && listens.test(line) ? { kind: 'client', wrote, server } : undefined;
}

function constant({ where }: ErrorReport, source: string): Typo {
  const line = linesOf(source)[(where?.line ?? 0) - 1] ?? '';
  const constants = [...source.matchAll(/\bconst\s+([\w$]+)/gu)].map((match) => match[1] ?? '');
  const assigned = [
    ...line.matchAll(/(?:\+\+|--)\s*([\w$]+)|(?<![\w$])([\w$]+)\s*(?:\+\+|--|(?:[-+*/%]|\?\?|\|\||&&)?=(?![=>]))/gu),
  ];
  const names = assigned.map(([, before, after]) => before ?? after ?? '');
  const wrote = names.find((assignedName) => constants.includes(assignedName));
  return wrote === undefined ? { kind: 'constant' } : { kind: 'constant', wrote, ...lineOfConst(source, wrote) };
}

function lineOfConst(source: string, name: string): { readonly declared?: number } {
  const declares = new RegExp(String.raw`\bconst\s+${literal(name)}(?![\w$])`, 'u');
  const at = linesOf(source).findIndex((line) => declares.test(line));
  return at === -1 ? {} : { declared: at + 1 };
}

function call(object: string | undefined, wrote: string, source: string): Typo {
  if (object === undefined) return { kind: 'call', wrote };
  const known = namesOn(object);
  // The name exists, so it may be the value before the dot that was meant otherwise.
  const other = known.includes(wrote) ? nearest(object, declaredNames(source), ONE_LETTER) : undefined;
  if (other !== undefined) return { kind: 'object', wrote: object, member: wrote, meant: other };
  if (known.includes(wrote)) return { kind: 'type', object, wrote };
  const meant = nearest(wrote, known);
  return { kind: 'member', object, wrote, ...(meant === undefined ? {} : { meant }) };
}

function undefinedName(wrote: string, source: string): Typo {
  const at = linesOf(source).findIndex((line) => declaredNames(line).includes(wrote));
  if (at !== -1) return { kind: 'scope', wrote, declared: at + 1 };
  const meant = nearest(wrote, declaredNames(source));
  return { kind: 'name', wrote, ...(meant === undefined ? {} : { meant }) };
}

const ONE_LETTER = 1;
/** A short name has few letters to get wrong. */
const mostChanges = (name: string): number => (name.length <= 4 ? ONE_LETTER : 2);

/** The name that is meant: it differs in capitals, in letters that changed places, or in few letters; undefined: none, or several. */
function nearest(wrote: string, names: readonly string[], most = mostChanges(wrote)): string | undefined {
  const others = [...new Set(names)].filter((name) => name !== wrote && name.length > 1);
  const same = others.filter((name) => name.toLowerCase() === wrote.toLowerCase() || isSwapped(name, wrote));
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;
  for (let changes = 1; changes <= most; changes += 1) {
    const close = others.filter((name) => distance(name, wrote) === changes);
    if (close.length > 0) return close.length === 1 ? close[0] : undefined;
  }
  return undefined;
}

/** Two neighbouring letters that changed places: `sned`. */
function isSwapped(name: string, wrote: string): boolean {
  if (name.length !== wrote.length) return false;
  const at = [...name].findIndex((letter, index) => letter !== wrote[index]);
  return at !== -1 && name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2) === wrote;
}

/** Objects with functions of their own. */
const NAMESPACES: Readonly<Record<string, object>> = {
  JSON,
  Math,
  Object,
  Array,
  Number,
  Date,
  String,
  Promise,
  console,
};

/** Methods of what a chat and a stream are made of; a socket's as the library `ws` names them. */
const METHODS: readonly string[] = [
  ...[
    Date,
    String,
    Array,
    Map,
    Set,
    Promise,
    RegExp,
    Number,
    Buffer,
    EventEmitter,
    IncomingMessage,
    ServerResponse,
  ].flatMap((type) => methodsOf(type.prototype as object)),
  ...methodsOf(Object.getPrototypeOf(ServerResponse.prototype) as object),
  ...['send', 'close', 'terminate', 'ping', 'pong', 'addEventListener', 'handleUpgrade', 'listen', 'address', 'pipe'],
];

function methodsOf(value: object): readonly string[] {
  return Object.getOwnPropertyNames(value).filter((name) => !/^(?:_|constructor$)/u.test(name));
}

function namesOn(object: string): readonly string[] {
  const namespace = Object.hasOwn(NAMESPACES, object) ? NAMESPACES[object] : undefined;
  return namespace === undefined ? METHODS : methodsOf(namespace);
}

/** Where a source declares names; what is in brackets or a list is split. */
const DECLARATIONS: readonly RegExp[] = [
  /\b(?:const|let|var|function\*?|class|def|as)\s+([\w$]+)/gu,
  /\b(?:const|let|var|import)\s*\{([^}]*)(?:\}|$)/gu,
  /\bimport\s+([\w$]+(?:\s*,\s*[\w$]+)*)/gu,
  /\bfrom\s+[\w.]+\s+import\s+([^#\n]+)/gu,
  /\b(?:function\b[^(\n]{0,100}|def\s+\w+\s*)\(([^)]*)(?:\)|$)/gu,
  /\(([^()]*)\)\s*=>/gu,
  /(?<![\w$])([\w$]+)\s*=>/gu,
  /^[ \t]*([A-Za-z_]\w*)\s*(?::[^=\n]*)?=(?!=)/gmu,
];

function declaredNames(source: string): readonly string[] {
  const lists = DECLARATIONS.flatMap((pattern) => [...source.matchAll(pattern)].map((match) => match[1] ?? ''));
  return lists
    .flatMap((list) => list.split(','))
    .flatMap((part) => /(?<![\w$])([\w$]+)\s*(?:[:=].*)?$/su.exec(part.trim())?.[1] ?? []);
}

/** What a line itself declares, such as the parameter of a callback in it, is not what it means before that. */
function withoutLine(source: string, line: number | undefined): string {
  return linesOf(source)
    .filter((_, index) => index + 1 !== line)
    .join('\n');
}

function linesOf(source: string): readonly string[] {
  return source.split(/\r\n|\n|\r/u);
}
