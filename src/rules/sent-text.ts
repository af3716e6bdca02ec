import type { SourceLocator } from './locate.ts';

/** The rest of a line after a call that sends a message. */
const SENT = /(?<!\b(?:res|response|reply|ctx))\.(?:send|send_text|send_str)\(\s*(\S.*)$/gmu;
const LONGEST = 60;

/**
 * What the only call that sends a message is given, as it can be written between the tags of a template: `${text}` for a variable, the inside
 * of a literal for a literal that is a template already, `{text}` in Python. Undefined: several calls send, or it is something else.
 */
export function sentInTemplate(locate: Pick<SourceLocator, 'all'>, language: 'node' | 'python'): string | undefined {
  const [rest, ...others] = locate.all('server', SENT);
  const given = rest === undefined || others.length > 0 ? undefined : firstArgument(rest);
  const text = given === undefined ? undefined : inTemplate(given, language);
  return text === undefined || text.length > LONGEST ? undefined : text;
}

/** What is before the bracket that closes the call, or before the comma of a second argument; undefined: the call goes on in the next line. */
function firstArgument(rest: string): string | undefined {
  let open = 0;
  let quote = '';
  for (const [at, sign] of [...rest].entries()) {
    if (quote !== '') quote = sign === quote ? '' : quote;
    else if (/["'`]/u.test(sign)) quote = sign;
    else if (open === 0 && /[),]/u.test(sign)) return [...rest].slice(0, at).join('').trim();
    else open += Number(/[([{]/u.test(sign)) - Number(/[)\]}]/u.test(sign));
  }
  return undefined;
}

function inTemplate(given: string, language: 'node' | 'python'): string | undefined {
  const literal = language === 'node' ? /^`([^`]*)`$/u : /^f(?:"([^"]*)"|'([^']*)')$/u;
  const [, double, single] = literal.exec(given) ?? [];
  const inside = double ?? single;
  if (inside !== undefined) return inside;
  if (/["'`]/u.test(given)) return undefined;
  return language === 'node' ? `\${${given}}` : `{${given}}`;
}
