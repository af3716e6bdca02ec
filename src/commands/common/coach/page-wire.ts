import type { Coach } from '../../../coach/index.ts';
import type { StepExamples } from '../../../model/step.ts';
import type { Weather } from '../../../model/weather.ts';
import type { OpenChannel } from '../../../observe/proxy/channels.ts';
import type { Proxy } from '../../../observe/proxy/proxy.ts';

/**
 * What keys do to the connections of the person's own pages. Each acts on the target, which is the WebSocket of the page that connected last until
 * another one is chosen. What becomes of it is told as events of the coach (`weather`, `insertion`, `handled`, `insertion-lost`). All return a
 * sentence to show where there is nothing more to tell, and undefined else.
 */
export interface PageWire {
  /** The target in words: `tab 1, WebSocket /ws`; undefined: no page is connected. */
  target(): string | undefined;
  /** Chooses the next connection as the target. */
  nextTarget(): string;
  /** Sends what the person has typed. On a stream, `name: text` gives the event a name of one word; without one it is that of the last event. */
  send(text: string): string | undefined;
  /** Sends the right or the wrong example of the step where the person is. */
  sendExample(which: 'right' | 'wrong'): string | undefined;
  /** `freeze` is for all connections of the tab; it thaws those that are frozen. */
  change(weather: Weather): string | undefined;
}

export interface PageWireOptions {
  readonly proxy: Pick<Proxy, 'open' | 'send' | 'change'>;
  readonly coach: Pick<Coach, 'labelOf'>;
  /** Of the current step. */
  readonly examples: () => StepExamples | undefined;
}

interface Target extends Omit<OpenChannel, 'tab'> {
  /** `tab 1`, or `client`. */
  readonly label: string;
}

/** What keys say without a target. */
export const NOBODY = 'No page is connected. Open yours in the browser first.';

export function pageWire(options: PageWireOptions): PageWire {
  return new TargetedWire(options);
}

class TargetedWire implements PageWire {
  readonly #options: PageWireOptions;
  #chosen: Pick<Target, 'label' | 'of' | 'target'> | undefined;

  constructor(options: PageWireOptions) {
    this.#options = options;
  }

  target(): string | undefined {
    const target = this.#current();
    return target && wordsOf(target);
  }

  nextTarget(): string {
    const all = this.#targets().toSorted((a, b) => a.number - b.number);
    const now = this.#current();
    const next = all[(all.findIndex(({ number }) => number === now?.number) + 1) % all.length];
    if (next === undefined) return NOBODY;
    this.#chosen = next;
    return `Fragments and bad weather go to ${wordsOf(next)}.`;
  }

  send(text: string): string | undefined {
    const to = this.#current();
    if (to === undefined) return NOBODY;
    const [, name = '', data = text] = (to.of === 'stream' ? /^([\w-]+): ?(.*)$/su.exec(text) : null) ?? [];
    this.#sendTo(to, data, name);
    return undefined;
  }

  sendExample(which: 'right' | 'wrong'): string | undefined {
    const examples = this.#options.examples();
    if (examples === undefined) return 'This step has no examples: nothing is swapped in it yet.';
    const all = this.#targets();
    const label = this.#current(all)?.label;
    const to = all.find((each) => each.label === label && each.of === examples.into);
    if (to === undefined)
      return `The examples of this step go down ${examples.into === 'socket' ? 'a WebSocket' : 'an event stream'}, and the page has none open.`;
    const { text, event = 'message' } = examples[which];
    this.#sendTo(to, text, event);
    return undefined;
  }

  change(weather: Weather): string | undefined {
    const { proxy } = this.#options;
    const all = this.#targets();
    const to = this.#current(all);
    if (to === undefined) return NOBODY;
    if (weather.type !== 'freeze') {
      proxy.change(to.number, weather);
      return undefined;
    }
    const ofTab = all.filter(({ label }) => label === to.label);
    const type = ofTab.some(({ isFrozen }) => isFrozen) ? 'thaw' : 'freeze';
    for (const { number } of ofTab) proxy.change(number, { type });
    return undefined;
  }

  /** The newest first, WebSockets before streams; a page's before those of other clients. */
  #targets(): readonly Target[] {
    const { proxy, coach } = this.#options;
    return proxy
      .open()
      .flatMap(({ tab, ...others }) => {
        const label = coach.labelOf(tab);
        return label === undefined
          ? []
          : [{ ...others, label, rank: (tab === undefined ? 0 : 2) + (others.of === 'socket' ? 1 : 0) }];
      })
      .toSorted((a, b) => b.rank - a.rank || b.number - a.number);
  }

  /** A connection that has come in place of the chosen one is taken for it. */
  #current(all = this.#targets()): Target | undefined {
    const chosen = this.#chosen;
    const ofTab = all.filter(({ label }) => label === chosen?.label);
    return ofTab.find(({ of, target }) => of === chosen?.of && target === chosen.target) ?? ofTab[0] ?? all[0];
  }

  #sendTo({ number, of }: Target, text: string, event: string): void {
    this.#options.proxy.send(number, text, of === 'stream' ? event : '');
  }
}

function wordsOf({ label, of, target }: Target): string {
  return `${label}, ${of === 'socket' ? 'WebSocket' : 'event stream'} ${target}`;
}
