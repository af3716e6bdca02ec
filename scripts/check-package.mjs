// Packs the package as it would be published and checks what other programs get of it: publint reads its manifest, "Are the types wrong?" resolves its
// entry as TypeScript and Node do. Prints what is wrong, and ends with 1 then.
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(path.join(tmpdir(), 'tutor-package-'));
try {
  const data = readFileSync(pack());
  const problems = [...(await ofManifest(data)), ...(await ofTypes(data))];
  process.stdout.write(problems.map((problem) => `${problem}\n`).join('') || 'publint, attw: nothing is wrong\n');
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns path of the tarball */
function pack() {
  const output = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  // npm 11 prints a list of packages, npm 12 an object by name.
  const [packed] = Object.values(JSON.parse(output));
  return path.join(folder, packed.filename);
}

/** @param {Buffer} data */
async function ofManifest(data) {
  const { messages, pkg } = await publint({ pack: { tarball: arrayBufferOf(data) }, strict: true });
  return messages.map((message) => `publint: ${message.type}: ${formatMessage(message, pkg, { color: false })}`);
}

/** @param {Buffer} data */
async function ofTypes(data) {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(data)));
  if (!analysis.types) return ['attw: the package has no types'];
  return analysis.problems.map((problem) => `attw: ${JSON.stringify(problem)}`);
}

/** @param {Buffer} data */
function arrayBufferOf(data) {
  return data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
}
