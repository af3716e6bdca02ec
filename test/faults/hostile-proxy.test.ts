import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../../src/servers/listening.ts';
import { exitOf, outputOf, startTutor } from '../cli/tutor.ts';
import type { TemporaryFolder } from '../support/course-folder.ts';
import { hostileFolder } from '../support/hostile-folder.ts';
import { memoryOf } from '../support/measured.ts';
import { probe } from '../support/probe.ts';
import type { Probed, ProbeOptions } from '../support/probe.ts';
import { ownMs } from '../support/run-delay.ts';
import { FAULTS } from './hostile/faults.mjs';

// Each hostile server behind the proxy of `run`: a client gets the same bytes as without it, and the tutor stays small and ends at once.

/** All of them, as `npm run faults` does, or those that stand for a kind. */
const ALL = process.env['FAULT_HOSTILE'] === 'all';
const KINDS = ['nothing wrong', 'ws endless frames of one byte', 'handshake headers without end', 'page head drips'];
const SERVER = path.join(import.meta.dirname, 'hostile/server.mjs');
const MOST_MB = 400;
/** Ctrl-C gives a server one and a half seconds. */
const MOST_END_MS = 2000;
const BYTES = { most: 60 * 1024 * 1024, firstMs: 10_000, patienceMs: 2500, deadlineMs: 5000 };

let course: TemporaryFolder;
beforeAll(() => {
  course = hostileFolder();
});
afterAll(() => course.remove());

type Asked = Pick<ProbeOptions, 'request' | 'afterHead'>;

const plain = (target: string): Asked => ({
  request: `GET ${target} HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\n\r\n`,
});
const SOCKET: Asked = {
  request:
    'GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n',
  afterHead: masked('{"message":"hello"}'),
};

/** A frame of a client (RFC 6455, 5.3), with a mask of zeros. */
function masked(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x81, 0x80 | text.length, 0, 0, 0, 0]), Buffer.from(text)]);
}

/** The answer to `hello`, as a frame: where it comes in a flood is chance. */
const REPLY = /\u0081[^]<div id="chat-window" hx-swap-oob="beforeend"><div class="message">hello<\/div><\/div>/u;

/** Without what differs between two answers of one server. */
function told({ bytes, ended }: Probed): { readonly text: string; readonly ended: string } {
  const text = bytes.toString('latin1').replace(REPLY, '');
  return { text: text.replaceAll(/^Date: .*$/gmu, 'Date').replaceAll(/\?again=[\d.e-]+/gu, '?again'), ended };
}

/** A client that asks for everything that a fault may be in, one after the other. */
async function askAll(port: number): Promise<readonly ReturnType<typeof told>[]> {
  const all = [plain('/'), plain('/static/ws.js'), plain('/sse/counter'), SOCKET];
  return Promise.all(all.map(async (asked) => told(await probe({ ...BYTES, ...asked, port }))));
}

describe.skipIf(process.platform === 'win32')('behind the proxy', () => {
  const chosen = Object.keys(FAULTS).filter((fault) => ALL || KINDS.includes(fault));
  test.each(chosen)('%s', async (fault) => {
    const port = await freePort();
    const command = `"${process.execPath}" "${SERVER}" "${fault}"`;
    const child = startTutor(['run', '--dir', course.folder, '--run', command, '--port', String(port)], {
      cwd: course.folder,
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said = `${said}${chunk.toString('utf8')}`.slice(-20_000)));
    let peakMb = 0;
    const sampling = setInterval(() => (peakMb = Math.max(peakMb, memoryOf(child.pid ?? 0, SERVER))), 100);
    try {
      const ready = await outputOf(child, /--no-coach turns that\s+off/u);
      const [, behind = ''] = /in\s+front\s+of\s+http:\/\/[^:]+:(\d+)/u.exec(ready) ?? [];
      const direct = await askAll(Number(behind));
      const proxied = await askAll(port);
      for (const [at, { text, ended }] of proxied.entries()) {
        const without = direct[at] ?? { text: '', ended: '' };
        const length = Math.min(text.length, without.text.length);
        // One of two endless answers is always longer.
        expect(text.slice(0, length) === without.text.slice(0, length), `answer ${at}: other bytes`).toBe(true);
        // A head goes on when it is complete: a client can do nothing with less of it.
        const isSome = length > 0 || !without.text.includes('\r\n\r\n');
        expect({ at, ended, isSome }).toEqual({ at, ended: without.ended, isSome: true });
        if (ended !== 'open') expect(text.length).toBe(without.text.length);
      }
      const ended = exitOf(child, () => said);
      const tookMs = await ownMs(child.pid, () => {
        child.kill('SIGINT');
        return ended;
      });
      // oxlint-disable-next-line no-console -- the table in docs/reliability.md is made of it
      if (ALL) console.log(`PROXY ${fault}: ${Math.round(peakMb)} MB, ended in ${Math.round(tookMs)} ms`);
      expect(await ended).toBe(130);
      expect(tookMs).toBeLessThan(MOST_END_MS + 300);
      expect(peakMb).toBeLessThan(MOST_MB);
    } finally {
      clearInterval(sampling);
    }
  });
});
