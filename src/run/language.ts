import type { Backend, ServerLanguage } from '../model/backend.ts';
import type { Sources } from './sources.ts';

/**
 * The language of the learner's server. A command of the learner's own may start a server in one of the two languages that have their
 * own wording: its files show which.
 */
export function languageOf({ language }: Pick<Backend, 'language'>, sources: Sources): ServerLanguage {
  if (language !== 'other') return language;
  const [place] = sources.serverFile();
  if (place !== undefined && /\.[cm]?[jt]s$/u.test(place.file)) return 'node';
  return sources.find('server', /\b(?:fastapi|starlette)\b/u).length > 0 ? 'python' : 'other';
}
