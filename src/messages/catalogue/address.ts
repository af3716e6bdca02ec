import type { RequestFailure } from '../../model/observed.ts';

/** What to do about an address at which nobody answers, by why. */
export const MEND_OF_ADDRESS: Readonly<Record<RequestFailure['reason'], string>> = {
  refused: 'Start the server, or correct host and port in `--url`.',
  deadline:
    'Correct host and port in `--url`. If the server is on another machine, it must listen on all of its addresses (0.0.0.0), and no firewall may be in between.',
  broken: 'Look at the output of the server. If it speaks https only, begin the address with https://.',
  'unknown-host': 'Correct the name in `--url`, or take the address of the machine in numbers.',
  untrusted:
    'Check the http:// address of the server, or set NODE_EXTRA_CA_CERTS to the file of its certificate in front of the command.',
  'no-tls': 'Begin the address with http://.',
};

/** The text as the beginning of a sentence. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
