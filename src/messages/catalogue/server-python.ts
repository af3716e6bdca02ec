import type { Evidence } from '../../model/finding.ts';
import type { ServerWords } from '../server-language.ts';

/** Whether the server is written in Python: by the context, by its command, or by its file. */
export function isPython(evidence: Evidence, server: ServerWords): boolean {
  const action = evidence.did?.kind === 'run' ? evidence.did.command : '';
  return (
    server.language === 'python' ||
    /\buvicorn\b|\bpython/u.test(action) ||
    evidence.where?.[0]?.file.endsWith('.py') === true
  );
}
