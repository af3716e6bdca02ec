import { isJson } from './answers.ts';
import type { PageAnswer } from './answers.ts';

/** What a server wants of a request, as its answer says. `name`: of a field. */
export type Wanted =
  | { readonly wants: 'json' | 'token' | 'parser' }
  | { readonly wants: 'query' | 'field'; readonly name: string };

/** Names of the controls of a page. */
export interface Fields {
  readonly names: ReadonlySet<string>;
  /** `no`: there may be more of them in the form. */
  readonly complete: 'yes' | 'no';
}

/** Why an answer is an error, where its words say what the request lacks; undefined: they do not. */
export function wantedBy(answer: PageAnswer, fields: Fields): Wanted | undefined {
  const { status, text } = answer;
  if (status >= 500) return isUnparsed(text, fields) ? { wants: 'parser' } : undefined;
  if (status < 400) return undefined;
  // ASP.NET Core, Fastify, Flask and Spring refuse a type that they do not read.
  if (status === 415) return { wants: 'json' };
  // As Django, Rails, Laravel, Flask-WTF and csurf have it.
  if (/\bcsrf\b|authenticity token|page expired/iu.test(text)) return { wants: 'token' };
  if (status === 422 && isJson(answer)) return ofFastApi(answer, fields);
  return status === 400 && /\bjson\b/iu.test(text) && /pars|decod|invalid|unexpected|expect/iu.test(text)
    ? { wants: 'json' }
    : undefined;
}

/** Express: the body is undefined unless something parses it, and so are its members. */
function isUnparsed(text: string, { names }: Fields): boolean {
  if (/\bbody\b['"]? as it is undefined/u.test(text)) return true;
  const [, name] = /of undefined \(reading '(?<name>[^']*)'\)/u.exec(text) ?? [];
  return name !== undefined && names.has(name);
}

/** FastAPI names the place of each value that it lacks: `{"detail":[{"type":"missing","loc":["body","title"],"msg":"Field required"}]}`. */
function ofFastApi({ text, method }: PageAnswer, { names, complete }: Fields): Wanted | undefined {
  if (/"loc":\s*\["body"\]/u.test(text) && /dict|model_attributes|json/iu.test(text)) return { wants: 'json' };
  if (!/"type":\s*"(?:value_error\.)?missing"/u.test(text)) return undefined;
  const [, place, name = ''] = /"loc":\s*\["(?<place>body|query)",\s*"(?<name>[^"]+)"/u.exec(text) ?? [];
  if (place === 'query' && method !== 'GET' && names.has(name)) return { wants: 'query', name };
  // A field that the form has is empty, and that is for whoever fills it in.
  return place === 'body' && complete === 'yes' && !names.has(name) ? { wants: 'field', name } : undefined;
}
