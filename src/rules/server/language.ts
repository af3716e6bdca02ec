import type { Backend } from '../../model/backend.ts';
import type { SourceLocator } from '../locate.ts';

/** Languages for which there are words of their own. */
export type ServerLanguage = 'node' | 'fastapi' | 'other';

/** In whose words a server is spoken of. A command may start one of the two kinds that have words of their own; its files tell. */
export function serverLanguage(
  kind: Backend['kind'],
  locate: Pick<SourceLocator, 'find' | 'serverFile'>,
): ServerLanguage {
  if (kind === 'node' || kind === 'fastapi') return kind;
  const [place] = locate.serverFile();
  if (place !== undefined && /\.[cm]?[jt]s$/u.test(place.file)) return 'node';
  return locate.find('server', /\b(?:fastapi|starlette)\b/u).length > 0 ? 'fastapi' : 'other';
}
