import { ok } from '../../model/result.ts';
import type { Problem, Result } from '../../model/result.ts';
import { notADocument, readFileName } from './file-name.ts';
import { readOptions } from './options.ts';
import type { Asked, DiagnoseOptions } from './options.ts';
import type { Call, Outcome } from './outcome.ts';
import { Secrets } from './secrets.ts';

/**
 * Diagnoses a page by its address, or a file of markup or a recording. It prints nothing. What comes of it once the signal is aborted means
 * nothing. A problem: wrong usage (exit code 2), or the page cannot be reached (3).
 */
export async function diagnosed(call: Call, subject: string, options: DiagnoseOptions): Promise<Result<Outcome>> {
  const file = readFileName(call, subject);
  const isShown = options.showSecrets === true;
  if (file?.kind === 'har') {
    const { diagnoseRecording } = await import('./recording.ts');
    return withoutSecrets(new Secrets({ isShown }), (secrets) => diagnoseRecording(call, { file, options, secrets }));
  }
  if (file !== undefined) {
    const { diagnoseFile } = await import('./file.ts');
    return withoutSecrets(new Secrets({ isShown }), (secrets) => diagnoseFile({ file, options, secrets }));
  }
  const served = readServed(call, subject, options);
  if (!served.ok) return served;
  const { diagnoseServed } = await import('./page.ts');
  return withoutSecrets(served.value.secrets, (secrets) => diagnoseServed(served.value.asked, call, secrets));
}

/** Reads the call for a page that is served now. A problem: something in it cannot be (exit code 2). */
export function readServed(
  { cwd }: Pick<Call, 'cwd'>,
  address: string,
  options: DiagnoseOptions,
): Result<{ readonly asked: Asked; readonly secrets: Secrets }> {
  const asked = notADocument({ cwd }, address) ?? readOptions({ cwd }, address, options);
  const credentials = asked.ok ? asked.value.credentials : undefined;
  const secrets = new Secrets({ isShown: options.showSecrets === true, credentials });
  return asked.ok ? ok({ asked: asked.value, secrets }) : { ok: false, problem: secrets.mask(asked.problem) };
}

async function withoutSecrets(
  secrets: Secrets,
  diagnose: (secrets: Secrets) => Result<Outcome> | Promise<Result<Outcome>>,
): Promise<Result<Outcome>> {
  const outcome = await diagnose(secrets);
  return outcome.ok ? outcome : { ok: false, problem: secrets.mask<Problem>(outcome.problem) };
}
