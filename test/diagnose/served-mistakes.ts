import type { Mistake, ServedApp } from '../support/served-app.ts';

/** An application in Node, or in Python with a module. */
export const node = { needs: 'node', server: 'server.mjs' } as const;
export const python = (needs: ServedApp['needs']): Pick<ServedApp, 'needs' | 'server'> => ({
  needs,
  server: 'server.py',
});

/** What somebody writes in place of what is right, the code of the cause, and a part of the fix. */
export function inPage(from: string, to: string, [code, fix]: readonly [string, string]): Mistake {
  return { file: 'index.html', from, to, code, fix };
}
export function inServer(from: string, to: string, [code, fix]: readonly [string, string]): Mistake {
  return { file: 'server', from, to, code, fix };
}
