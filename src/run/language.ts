import type { Backend, ServerLanguage } from '../model/backend.ts';
import type { Sources } from './sources.ts';

/**
 * What the learner's server is written in. A command of the learner's own may start a server of the two kinds that there are words
 * for: its files tell.
 */
export function languageOf({ language }: Pick<Backend, 'language'>, sources: Sources): ServerLanguage {
  if (language !== 'other') return language;
  const [place] = sources.serverFile();
  if (place !== undefined && /\.[cm]?[jt]s$/u.test(place.file)) return 'node';
  return sources.find('server', /\b(?:fastapi|starlette)\b/u).length > 0 ? 'python' : 'other';
}
