import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/model/package-root.ts';
import host from '../../src/observe/page/dom/host-flags.json' with { type: 'json' };

// V8 refuses a cache silently, and the host would only start more slowly.
test('V8 takes the code cache of the page host with the options that the tutor starts it with', async () => {
  const program = `
    const { readFileSync } = require('node:fs');
    const { wrap } = require('node:module');
    const { Script } = require('node:vm');
    const file = ${JSON.stringify(path.join(packageRoot(), 'dist', 'dom-host-program.cjs'))};
    const cachedData = readFileSync(file.replace(/cjs$/, 'cache'));
    const script = new Script(wrap(readFileSync(file, 'latin1')), { cachedData });
    console.log(script.cachedDataRejected ? 'refused' : 'taken');`;
  const { stdout } = await promisify(execFile)(process.execPath, [...host.flags, '-e', program]);
  expect(stdout).toBe('taken\n');
});
