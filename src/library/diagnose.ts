import { diagnosed } from '../commands/diagnose/diagnosed.ts';
import type { DiagnoseOptions as CommandOptions } from '../commands/diagnose/options.ts';
import { called } from './call.ts';
import { concluded, failed } from './conclude.ts';
import type { Outcome } from './outcome.ts';
import { readDiagnoseOptions } from './options.ts';
import type { DiagnoseOptions } from './options.ts';
import { currentFolder } from './current-folder.ts';

/**
 * Says what any page with htmx does with WebSockets and event streams, as `htmx-realtime-tutor diagnose` does. It prints nothing. All its events come
 * when the page has been observed. Rejects with a TypeError for options that cannot be meant, and with what `onEvent` throws; everything else is a value.
 */
export async function diagnose(options: DiagnoseOptions): Promise<Outcome> {
  const given = readDiagnoseOptions(options);
  return called(given, async ({ signal, emit }) => {
    const call = { cwd: currentFolder(), signal, busy: () => undefined };
    const outcome = await diagnosed(call, subjectOf(given.page), commandOptions(given));
    if (!outcome.ok) return failed(outcome.problem);
    const { events, wording } = outcome.value;
    for (const event of events) emit(event);
    const [started, finished] = [events[0], events.at(-1)];
    if (started?.type !== 'run-started' || finished?.type !== 'run-finished') throw new Error('a run without an end');
    return concluded(finished.result, started, wording);
  });
}

function subjectOf(page: string | URL): string {
  return typeof page === 'string' ? page : page.href;
}

/** As the command line has them. */
function commandOptions(given: DiagnoseOptions): CommandOptions {
  const { forMs, send, click, headers = {}, cookies = {}, sources } = given;
  const header = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const cookie = Object.entries(cookies).map(([name, value]) => `${name}=${value}`);
  return {
    ...(forMs === undefined ? {} : { for: `${forMs}ms` }),
    ...(send === undefined ? {} : { send }),
    ...(click === undefined ? {} : { click }),
    ...(header.length === 0 ? {} : { header }),
    ...(cookie.length === 0 ? {} : { cookie }),
    ...(sources === undefined ? {} : { server: sources }),
    ...(given.showSecrets === true ? { showSecrets: true } : {}),
    ...(given.migrate === true ? { migrate: true } : {}),
    ...(given.dom === true ? { dom: true } : {}),
  };
}
