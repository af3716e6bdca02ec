import type { HttpAnswer, HttpFailure } from '../../observe/http.ts';
import { httpPost } from '../../observe/http.ts';
import type { Result } from '../../model/result.ts';
import type { RunContext } from '../../run/context.ts';
import { DEADLINE } from '../../run/deadlines.ts';
import { NOT_STARTED } from '../../run/not-started.ts';

/** Posts a form to the shared server. @param path `/notes` */
export async function postForm(
  context: RunContext,
  path: string,
  form: Readonly<Record<string, string>>,
): Promise<Result<HttpAnswer, HttpFailure>> {
  const server = await context.servers.get();
  if (!server.ok) return NOT_STARTED;
  return httpPost(`${server.value.origin}${path}`, form, {
    client: { kind: 'http', label: 'client', ...context.servers.talkingTo(server.value) },
    timeline: context.timeline,
    deadlineMs: DEADLINE.answer,
  });
}
