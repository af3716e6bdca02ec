// What the commands print, as JSON that the build writes.
import { build } from 'esbuild';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Folders of courses, and the files in dist/ that they are compiled to. */
const COURSES = Object.entries({ steps: 'course.json', 'steps/labs': 'labs.json' });

/**
 * Writes the help, the explanations of codes and the validated course as JSON, so that no command loads all sentences or commands, or parses
 * YAML, first. The commands read steps/ itself where it has changed since (src/course/compiled.ts); with a fault in it, they say so, and no
 * course is written here.
 * @param {string} outdir absolute path of dist/
 * @param {import('esbuild').BuildOptions & { absWorkingDir: string }} shared options of every build, with the folder of the package
 */
export async function writeTexts(outdir, shared) {
  const root = shared.absWorkingDir;
  const folder = await mkdtemp(path.join(tmpdir(), 'tutor-build-'));
  try {
    const outfile = path.join(folder, 'compile.cjs');
    await build({
      ...shared,
      outfile,
      stdin: {
        contents: "export * from './src/course/compile.ts'; export * from './src/compile.ts';",
        resolveDir: root,
      },
      format: 'cjs',
      mainFields: ['module', 'main'],
      define: { 'import.meta.url': '__fileUrl' },
      // It runs in a folder of its own, and looks for the tutor's as if it was here.
      banner: { js: `const __fileUrl = ${JSON.stringify(import.meta.url)};` },
      // Commands are only registered, and load what they do when they run.
      external: ['playwright-core', 'bufferutil', 'utf-8-validate', 'fsevents'],
    });
    const { compileCourse, compileExplanations, compileHelp } = createRequire(import.meta.url)(outfile);
    await writeFile(path.join(outdir, 'help.json'), JSON.stringify(compileHelp()));
    // One file for each code: to parse all of them takes longer than to print one.
    for (const compiled of compileExplanations()) {
      const file = path.join(outdir, 'explanations', `${compiled.explanation.code}.json`);
      await mkdir(path.dirname(file), { recursive: true });
      await writeFile(file, JSON.stringify(compiled));
    }
    for (const [courseFolder, name] of COURSES) {
      const compiled = compileCourse(path.join(root, courseFolder));
      if (compiled.ok) await writeFile(path.join(outdir, name), JSON.stringify(compiled.value));
      else
        for (const { file, line, message } of compiled.problem)
          process.stderr.write(`${courseFolder}/${file}:${line}: ${message}\n`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
