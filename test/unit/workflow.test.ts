import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../src/model/package-root.ts';

const job = v.object({
  'runs-on': v.string(),
  strategy: v.object({ matrix: v.object({ node: v.array(v.string()), os: v.optional(v.array(v.string())) }) }),
  steps: v.array(v.object({ run: v.optional(v.string()) })),
});
const { jobs } = v.parse(v.object({ jobs: v.record(v.string(), job) }), parse(read('.github/workflows/test.yml')));

function read(file: string): string {
  return readFileSync(path.join(packageRoot(), file), 'utf8');
}

test('the workflow runs the command of README.md, or the script that reads it from there', () => {
  const [, command] = /<!-- test-command -->\n```sh\n(.+)\n```/u.exec(read('README.md')) ?? [];
  expect(command).toBeDefined();
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  expect(new Set(runs)).toEqual(new Set([command, '.ci/run']));
});

test('every system runs every Node version, and the oldest is the one in package.json', () => {
  const systems = Object.values(jobs).flatMap(({ 'runs-on': runsOn, strategy: { matrix } }) =>
    (matrix.os ?? [runsOn]).map((os) => ({ os: os.replace(/-.*/u, ''), node: matrix.node })),
  );
  expect(systems.map(({ os }) => os).toSorted()).toEqual(['macos', 'ubuntu', 'windows']);
  for (const { node } of systems) expect(node).toEqual(['20.19', '22', '24', '26']);
  const { engines } = v.parse(v.object({ engines: v.object({ node: v.string() }) }), JSON.parse(read('package.json')));
  expect(engines.node).toBe('^20.19.0 || >=22.12.0');
});
