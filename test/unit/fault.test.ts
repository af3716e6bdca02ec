import { Writable } from 'node:stream';
import path from 'node:path';
import { expect, test } from 'vitest';
import { reportFault } from '../../src/fault.ts';
import { packageRoot } from '../../src/model/package-root.ts';

function told(error: unknown): { readonly code: number; readonly text: string } {
  let text = '';
  const stderr = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  return { code: reportFault(error, ['watch'], stderr), text };
}

function refused(code: string, file: string): Error {
  return Object.assign(new Error(`${code}: refused, open '${file}'`), { code, path: file });
}

test('a part of the tutor that is gone since it was started is no fault: it was updated', () => {
  const gone = path.join(packageRoot(), 'dist', 'chunks', 'coach-AAAA.cjs');
  expect(told(refused('ENOENT', gone))).toEqual({ code: 3, text: expect.stringContaining('Start it again.') });
  // Another file that is missing is a fault.
  expect(told(refused('ENOENT', '/somewhere/else.cjs')).code).toBe(70);
});

test('what the machine refuses is said with its reason', () => {
  expect(told(refused('ENOSPC', '/full/file'))).toEqual({
    code: 3,
    text: '/full/file cannot be used: the disk is full.\n',
  });
});

test('anything else is a fault, with the command line and the place', () => {
  const { code, text } = told(new Error('unforeseen'));
  expect(code).toBe(70);
  expect(text).toMatch(/fault of the tutor[^]*htmx-realtime-tutor watch\nError: unforeseen\n {4}at /u);
});
