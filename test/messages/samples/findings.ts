import type { Code, Finding } from '../../../src/model/finding.ts';
import { SAMPLES } from './index.ts';
import type { Samples } from './sample.ts';

/** The findings of the code's samples. */
export function findingsOf(code: Code): readonly Finding[] {
  // Another chapter of the tests may have codes of its own; the catalogue that is recorded here has none of them.
  const samples = (SAMPLES as Partial<Samples<Code>>)[code];
  if (samples === undefined) throw new Error(`no sample of ${code}`);
  // Code and facts belong together by the type of the samples; the compiler cannot follow that through the union.
  return samples.map(
    ({ facts, evidence = {}, severity = 'error' }) => ({ code, severity, facts, evidence }) as Finding,
  );
}
