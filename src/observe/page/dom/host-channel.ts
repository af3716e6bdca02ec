import type { FromHost, ToHost } from './protocol.ts';

/**
 * Commands come as lines of JSON on standard input, answers and records go as lines to standard output: unlike the channel of `fork`, a pipe
 * is not an object that a page could find, and the tutor can count what it reads of it.
 * @returns sends a message
 */
export function openChannel(receive: (message: ToHost) => void): (message: FromHost) => void {
  const { stdin, stdout } = process;
  const exit = process.exit.bind(process, 0);
  const write = stdout.write.bind(stdout);
  const { stringify, parse } = JSON;
  let rest = '';
  stdin
    .setEncoding('utf8')
    .on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) receive(parse(line) as ToHost);
    })
    .on('end', exit)
    .on('error', exit);
  // The tutor is gone.
  stdout.on('error', exit);
  return (message) => void write(`${stringify(message)}\n`);
}
