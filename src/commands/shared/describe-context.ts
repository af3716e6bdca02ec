import type { DescribeContext, Wording } from '../../messages/index.ts';
import type { Backend } from '../../model/backend.ts';
import { languageOf } from '../../run/language.ts';
import { Sources } from '../../run/sources.ts';

/** What the sentences about a finding need, for the server of this folder. @param folder absolute path */
export function describeContext(wording: Wording, backend: Backend, folder: string): DescribeContext {
  return { ...wording, language: languageOf(backend, new Sources(folder)), origin: backend.origin };
}
