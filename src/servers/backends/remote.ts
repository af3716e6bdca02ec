import type { BackendKind } from '../../model/backend.ts';
import { ok, wrongUsage } from '../../model/result.ts';
import type { Result } from '../../model/result.ts';

/** A server that is already running (`--url`): nothing to start, nothing to inspect. */
export const remoteKind: BackendKind = {
  kind: 'remote',
  title: 'A server that is already running',
  language: 'other',
  overlay: undefined,
  sections: ['other'],
  recognisedBy: { entries: [], manifests: [] },
  options: [
    {
      name: 'url',
      placeholder: 'address',
      description: 'use a server that is already running',
      completes: 'free',
      required: true,
      read: originOf,
    },
  ],
  open: ({ url = '' }) => ({
    kind: 'remote',
    title: url,
    language: 'other',
    overlay: undefined,
    sections: remoteKind.sections,
    serverFile: undefined,
    origin: url,
    notInspected: 'a server that is already running is not inspected',
    launch: () => Promise.reject(new Error('a remote server is never launched')),
    inspect: () => Promise.resolve([]),
  }),
};

/** `http://host:port` of an address that a person typed. */
function originOf(url: string): Result<string> {
  const example = `For example: --url ${httpAddress(url)}`;
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return wrongUsage(`"${url}" is not an address.`, example);
  }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:')
    return wrongUsage(`"${url}" does not begin with http:// or https://.`, example);
  if (parsed.pathname !== '/' || parsed.search !== '' || parsed.hash !== '' || parsed.username !== '')
    return wrongUsage(
      `"${url}" is more than the address of a server.`,
      `The page is expected at its top: --url ${parsed.origin}`,
    );
  return ok(parsed.origin);
}

/** What somebody probably means who leaves out `http://`, and perhaps the host: `localhost:3000`, `3000`. */
function httpAddress(typed: string): string {
  const [, host = 'localhost', port = '8000'] =
    /^(?:((?=[\d_.-]*[a-z])[\w.-]+|[\d.]+\.\d+):)?(\d{1,5})\/?$/iu.exec(typed.trim()) ?? [];
  return `http://${host}:${port}`;
}
