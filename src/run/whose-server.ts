import type { Evidence } from '../model/finding.ts';
import type { RunContext } from './context.ts';

/** Where the server is, when somebody else runs it, and in whose words its mends are said: what every finding of a run has. */
export function whoseServer(context: RunContext): Pick<Evidence, 'origin' | 'server'> {
  const { url } = context;
  return { ...(url === undefined ? {} : { origin: url }), server: wordsFor(context) };
}

/** A command may start a server of the two kinds that the catalogue has code for; its files tell. */
function wordsFor({ backend: { language }, sources }: RunContext): NonNullable<Evidence['server']> {
  if (language === 'node') return language;
  if (language === 'python') return 'fastapi';
  const [place] = sources.serverFile();
  if (place !== undefined && /\.[cm]?[jt]s$/u.test(place.file)) return 'node';
  return sources.find('server', /\b(?:fastapi|starlette)\b/u).length > 0 ? 'fastapi' : 'other';
}
