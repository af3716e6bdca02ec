import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/model/package-root.ts';

// V8 refuses a cache silently, and the command line would only start more slowly.
test.each([[['--help']], [['list']], [['explain', 'oob/no-id']], [['lesson', 'step-4']]])(
  'V8 takes the code cache of everything that %j loads',
  async (command) => {
    const program = `
      const { main, cacheUse } = require(${JSON.stringify(path.join(packageRoot(), 'dist', 'cli-start.cjs'))});
      process.on('exit', () => process.stderr.write(JSON.stringify(cacheUse())));
      void main(${JSON.stringify(command)});`;
    const { stderr } = await promisify(execFile)(process.execPath, ['-e', program]);
    const use = JSON.parse(stderr) as Readonly<Record<string, string>>;
    expect(use).toHaveProperty(['cli.cjs']);
    expect(Object.values(use)).toEqual(Object.keys(use).map(() => 'taken'));
  },
);
