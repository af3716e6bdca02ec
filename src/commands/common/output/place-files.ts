import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { environmentProblem, ok } from '../../../model/result.ts';
import type { Result } from '../../../model/result.ts';
import type { PlaceFile } from '../../../reporters/places/index.ts';

/** Writes the files of a place that grades. @param folder absolute path; it is made where it is missing. @returns paths */
export function writePlaceFiles(folder: string, files: readonly PlaceFile[]): Result<readonly string[]> {
  try {
    mkdirSync(folder, { recursive: true });
    for (const { name, text } of files) writeFileSync(path.join(folder, name), text);
    return ok(files.map(({ name }) => path.join(folder, name)));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return environmentProblem(`The result cannot be written into ${folder}: ${reason}`);
  }
}
