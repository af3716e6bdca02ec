import { lookup } from 'node:dns/promises';
import { freePort, portIsFree } from '../../servers/listening.ts';
import { within } from './line.ts';
import type { Line, Host } from './line.ts';
import type { Output } from '../common/output/output.ts';
import { holderOn } from '../../servers/port-holder.ts';
import type { Holder } from '../../servers/port-holder.ts';

/** Long enough that a busy machine is not mistaken for a broken one. */
const DEADLINE_MS = 5000;
const PORTS_TRIED = 20;

/** What `localhost` means here: every client of the tutor connects to that name. */
export async function loopbackLine(host: Host): Promise<Line> {
  const asked = lookup('localhost', { all: true }).then(
    (all) => all.map(({ address }) => address),
    () => [],
  );
  return loopbackLineOf(await within(asked, DEADLINE_MS, undefined), host);
}

/** @param addresses undefined: the system did not answer in time. */
export function loopbackLineOf(addresses: readonly string[] | undefined, { platform }: Host): Line {
  const common = { subject: 'localhost', title: 'localhost' };
  const hosts = platform === 'win32' ? 'C:\\Windows\\System32\\drivers\\etc\\hosts' : '/etc/hosts';
  const advice = `Your server listens on 127.0.0.1, and everything connects to it as localhost. Add the line "127.0.0.1 localhost" to ${hosts}.`;
  if (addresses === undefined)
    return { ...common, state: 'note', found: 'the system took too long to resolve it', advice };
  if (addresses.length === 0)
    return { ...common, state: 'needed', found: 'it does not resolve on this machine', advice };
  const found = [...new Set(addresses)].join(' and ');
  return addresses.includes('127.0.0.1')
    ? { ...common, state: 'ok', found }
    : { ...common, state: 'needed', found: `it resolves to ${found}, not to 127.0.0.1`, advice };
}

/** Whether the chapter's port is free, which program uses it, and whether a check gets a port. */
export async function portLine({ usualPort, platform }: Host, typed: Output['typed']): Promise<Line> {
  const common = { subject: 'port', title: `Port ${usualPort}` };
  const anyPort = await within(
    freePort().catch(() => undefined),
    DEADLINE_MS,
    undefined,
  );
  if (anyPort === undefined) {
    return {
      ...common,
      state: 'needed',
      found: 'the system gives out no free port',
      advice:
        'A check starts your server on a port of its own. A container or a firewall may keep it from listening on 127.0.0.1.',
    };
  }
  const isFree = await within(portIsFree(usualPort), DEADLINE_MS, undefined);
  if (isFree === true) return { ...common, state: 'ok', found: 'free' };
  if (isFree === undefined)
    return { ...common, state: 'note', found: 'the system took too long to say whether it is free' };
  const [holder, next] = await Promise.all([
    within(holderOn(usualPort, platform), DEADLINE_MS, undefined),
    nextFree(usualPort),
  ]);
  return {
    ...common,
    state: 'note',
    found: foundBy(holder),
    advice: `Checks use ports of their own. \`${typed('htmx-realtime-tutor run')}\` uses ${next ?? anyPort} until ${usualPort} is free, or the port that you name:`,
    run: [typed(`htmx-realtime-tutor run --port ${next ?? anyPort}`)],
  };
}

function foundBy(holder: Holder | undefined): string {
  if (holder === undefined) return 'taken by another program';
  const { program, isOfATutor } = holder;
  return isOfATutor ? `used by your server, which the tutor runs: ${program}` : `taken by ${program}`;
}

async function nextFree(taken: number): Promise<number | undefined> {
  for (let port = taken + 1; port < taken + PORTS_TRIED && port < 65_536; port++)
    if ((await within(portIsFree(port), DEADLINE_MS, undefined)) === true) return port;
  return undefined;
}
