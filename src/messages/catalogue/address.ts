import type { RequestFailure } from '../../model/observed.ts';

/** How to fix an address that does not answer, for each reason. */
export const FIX_BY_FAILURE: Readonly<Record<RequestFailure['reason'], string>> = {
  refused: 'Start the server, or correct host and port in `--url`.',
  deadline:
    'Correct host and port in `--url`. If the server is on another machine, it must listen on all of its addresses (0.0.0.0), and no firewall may block it.',
  broken: 'Look at the output of the server. If it speaks https only, start the address with https://.',
  'unknown-host': 'Correct the name in `--url`, or use the IP address of the machine.',
  untrusted:
    'Use the http:// address of the server, or set NODE_EXTRA_CA_CERTS to its certificate file before the command.',
  'no-tls': 'Start the address with http://.',
  endless: 'Correct host and port in `--url`, or end the answer: what listens there begins one and does not end it.',
};

/** The text with a capital first letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
