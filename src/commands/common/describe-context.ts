import type { DescribeContext, Wording } from '../../messages/index.ts';
import type { Backend } from '../../model/backend.ts';
import { languageOf } from '../../run/language.ts';
import { Sources } from '../../run/sources.ts';

/** The context of the sentences about a finding, for this folder's server. @param folder absolute path */
export function describeContext(wording: Wording, backend: Backend, folder: string): DescribeContext {
  return { ...wording, language: languageOf(backend, new Sources(folder)), origin: backend.origin };
}
