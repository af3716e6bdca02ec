import type { Evidence } from '../model/finding.ts';
import type { Session } from './session.ts';

/** Where the server is, when somebody else runs it, and in whose words its mends are said: what every finding of a run has. */
export function whoseServer(session: Session): Pick<Evidence, 'origin' | 'server'> {
  const { backend, url } = session.options;
  return { ...(url === undefined ? {} : { origin: url }), server: wordsFor(session, backend.kind) };
}

/** A command may start a server of the two kinds that the catalogue has code for; its files tell. */
function wordsFor(session: Session, kind: Session['options']['backend']['kind']): NonNullable<Evidence['server']> {
  if (kind === 'node' || kind === 'fastapi') return kind;
  const [place] = session.sources.serverFile();
  if (place !== undefined && /\.[cm]?[jt]s$/u.test(place.file)) return 'node';
  return session.sources.find('server', /\b(?:fastapi|starlette)\b/u).length > 0 ? 'fastapi' : 'other';
}
