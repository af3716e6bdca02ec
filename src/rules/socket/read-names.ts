import { wire as WIRE_2 } from '../../htmx/v2/wire.ts';
import { literal } from '../../model/pattern.ts';
import type { Place } from '../../model/timeline.ts';
import type { SourceLocator } from '../locate.ts';

// Which names a server looks for in a message. It only chooses the advice: that no answer came was seen.

type Locate = Pick<SourceLocator, 'find' | 'all'>;

/** What the text of a message is read with, in JavaScript, Python and Perl. */
const READS = String.raw`(?:JSON\.parse|json\.loads|decode_json|from_json)\s*\(|receive_json\s*\(\s*\)`;
/** What is read from a file, an answer or the environment does not come from a message. */
const OF_A_MESSAGE = String.raw`^(?!.*(?:readFile|read_text|\bopen\s*\(|\bfetch\b|environ|process\.env|localStorage|\.read\s*\()).*?`;
const TAKEN_APART = new RegExp(String.raw`${OF_A_MESSAGE}\{([^{}]*)\}\s*=\s*(?:await\s+)?(?:${READS})`, 'gu');
const KEPT = new RegExp(
  String.raw`${OF_A_MESSAGE}[$%]?\b(\w+)\s*=\s*(?:await\s+)?(?:%\{?\s*)?(?:[\w.]*\.)?(?:${READS})`,
  'gu',
);
const AT_ONCE = [
  /(?:decode_json|from_json)\s*\([^()]*\)\s*->\s*\{\s*['"]?(\w+)/gu,
  /JSON\.parse\s*\((?:[^()]|\([^()]*\))*\)\s*\??\.\s*(\w+)(?!\w|\s*\()/gu,
  /(?:json\.loads\s*\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)|receive_json\s*\(\s*\)(?:\s*\))?)\s*(?:\[\s*['"]|\.(?:get|pop)\s*\(\s*['"])(\w+)/gu,
];

/** The names that the server takes from a message that it has read as JSON; empty: the source shows none. */
export function namesRead(locate: Locate): readonly string[] {
  const kept = [...new Set(locate.all('server', KEPT))];
  const lists = [
    ...locate.all('server', TAKEN_APART),
    ...kept.flatMap((variable) => locate.all('server', apartFrom(variable))),
  ];
  const apart = lists.flatMap((names) => names.split(',')).map((name) => /^\s*(\w+)/u.exec(name)?.[1] ?? '');
  const slices = kept.flatMap((variable) => locate.all('server', sliceOf(variable)));
  const listed = slices.flatMap((words) => words.split(/\W+/u));
  const members = kept.flatMap((variable) => locate.all('server', memberOf(variable)));
  const direct = AT_ONCE.flatMap((pattern) => locate.all('server', pattern));
  return [...new Set([...apart, ...listed, ...members, ...direct])].filter((name) => name !== '' && name !== 'qw');
}

/** `delete data.name` as a statement takes out what is there, if it is there. */
const NOT_DELETED = String.raw`(?<!(?:^|[;{])\s*delete\s+[$]?)`;

/** `data["name"]`, `data?.name`, `data.get("name"`, `data.pop("name"`, `data->{name}`, `$data{name}`; not what is popped with a default, which may be missing. */
function memberOf(variable: string): RegExp {
  const call = String.raw`\.(?:get|pop)\(\s*['"](?!${WIRE_2.headersMember}['"]\s*,)`;
  const dot = String.raw`\??\.(?!get\b|keys\b|items\b|values\(|pop\b|update\b)`;
  return new RegExp(
    String.raw`${NOT_DELETED}(?<![\w.])(?:[$]?${literal(variable)}(?:(?:\?\.)?\[\s*['"]|${call}|->\{\s*['"]?|${dot})|[$]${literal(variable)}\{\s*['"]?)(\w+)(?!\w|\s*\()`,
    'gu',
  );
}

/** `{ name, text: words } = data`, and not of a member of it. */
function apartFrom(variable: string): RegExp {
  return new RegExp(String.raw`\{([^{}]*)\}\s*=\s*${literal(variable)}\b(?!\s*(?:\?\.|[.[(]|->))`, 'gu');
}

/** `@$data{qw(name text)}`, `@{$data}{'name', 'text'}`, `$data->@{qw(name)}`. */
function sliceOf(variable: string): RegExp {
  return new RegExp(String.raw`(?:@\{?\s*[$]?${literal(variable)}\s*\}?|[$]${literal(variable)}->@)\{([^{}]*)\}`, 'gu');
}

/** Where the server reads the name. */
export function namePlace(locate: Locate, name: string): readonly Place[] {
  const quoted = new RegExp(String.raw`['"]${literal(name)}['"]`, 'u');
  const apart = new RegExp(String.raw`\{[^{}]*\b${literal(name)}\b[^{}]*\}\s*=\s*(?:await\s+)?(?:${READS})`, 'u');
  const member = new RegExp(String.raw`(?:\.|->\{)${literal(name)}\b`, 'u');
  return locate.find('server', apart, quoted, member);
}
