import type { RunContext } from '../../run/context.ts';

/** The port of the shared server; undefined: it did not start, or it is not on this machine, where the tutor can play a proxy. */
export async function localPort(context: RunContext): Promise<number | undefined> {
  const server = await context.servers.get();
  if (!server.ok) return undefined;
  const { protocol, hostname, port } = new URL(server.value.origin);
  const isHere = protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  return isHere ? Number(port) : undefined;
}
