import type { DescribeContext, Wording } from '../../messages/index.ts';
import type { Backend } from '../../model/backend.ts';
import { languageOf } from '../../run/language.ts';
import type { FolderSession } from './folder/session.ts';
import { Sources } from '../../run/sources.ts';

/** The wording for a folder: who began with `start` has the lessons, and need not know the text that they are made from. */
export async function wordingFor({
  chapter,
  workspace,
}: Pick<FolderSession, 'chapter' | 'workspace'>): Promise<Wording> {
  const wording = await chapter.loadWording();
  return workspace === undefined ? wording : { ...wording, original: 'omitted' };
}

/** The context of the sentences about a finding, for this folder's server. @param folder absolute path */
export function describeContext(wording: Wording, backend: Backend, folder: string): DescribeContext {
  return { ...wording, language: languageOf(backend, new Sources(folder, backend.command)), origin: backend.origin };
}
