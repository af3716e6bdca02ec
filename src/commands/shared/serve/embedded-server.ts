import { openBrowser } from './open-browser.ts';
import { safeLine } from '../../../terminal/text.ts';
import type { Output } from '../output/output.ts';
import { serve, usablePort, USUAL_PORT } from './serve.ts';
import type { Serving, ServingEvent } from './serve.ts';
import type { StartedSession } from '../folder/session.ts';

/** Lines of the server that wait for the menu to be redrawn. */
const LINES_KEPT = 20;

/** The learner's server beside the guide's menu: started when the page is opened first, kept until the guide ends. */
export class EmbeddedServer {
  readonly #session: StartedSession;
  readonly #output: Output;
  readonly #waiting: string[] = [];
  #serving: Serving | undefined;

  constructor(session: StartedSession, output: Output) {
    this.#session = session;
    this.#output = output;
  }

  /** Starts the server where it does not run, and opens its page. The address is printed in any case. */
  async open(): Promise<void> {
    const output = this.#output;
    const { context, backend, folder } = this.#session;
    if (backend.origin !== undefined) return this.#show(backend.title);
    if (this.#serving === undefined) {
      const port = await usablePort(USUAL_PORT);
      if (port !== USUAL_PORT)
        output.say(`Port ${USUAL_PORT} is taken by another program, so the server gets port ${port}.`);
      this.#serving = await serve({
        backend,
        folder,
        port,
        signal: context.signal,
        emit: (event) => this.#keep(event),
      });
    }
    const origin = this.#serving.origin();
    this.flush();
    if (origin === undefined)
      output.say('Your server does not run, so there is no page to open. Saving a file starts it again.');
    else await this.#show(origin);
  }

  /** Prints what the server said since the last time; the menu would be torn by it otherwise. */
  flush(): void {
    const { chalk, marks } = this.#output;
    for (const line of this.#waiting.splice(0)) this.#output.lines(`${chalk.dim(`server ${marks.bar}`)} ${line}`);
  }

  async stop(): Promise<void> {
    await this.#serving?.stop();
    this.#serving = undefined;
  }

  async #show(origin: string): Promise<void> {
    const { context } = this.#session;
    const opened = await openBrowser(`${origin}/`, context.env);
    this.#output.say(
      opened
        ? `The browser shows ${origin}/ . Saving a file restarts the server.`
        : `Open ${origin}/ in your browser. Saving a file restarts the server.`,
    );
  }

  #keep(event: ServingEvent): void {
    if (event.type === 'output') this.#waiting.push(safeLine(event.text));
    if (event.type === 'failed')
      this.#waiting.push(
        ...event.sentences.flatMap((sentence) => sentence.split('\n')).map(safeLine),
        'it did not start; the next save tries again',
      );
    if (event.type === 'ended') this.#waiting.push(`it ended by itself (${event.how}); the next save starts it again`);
    if (event.type === 'ready' && event.again) this.#waiting.push('started again after a save');
    if (event.type === 'unwatched') this.#waiting.push(`saves cannot be watched: ${safeLine(event.reason)}`);
    this.#waiting.splice(0, this.#waiting.length - LINES_KEPT);
  }
}
