import { coachRulesOf } from '../../src/chapter/coach.ts';
import { Coach } from '../../src/coach/index.ts';
import type { CoachEvent } from '../../src/model/coach-event.ts';
import type { PageElement, PageSnapshot } from '../../src/model/page.ts';
import { NOWHERE } from '../../src/rules/locate.ts';

export const HTML =
  '<!doctype html><div hx-ext="ws" ws-connect="/ws"><div id="chat-window"></div><form ws-send><input name="message"></form></div>';

export const ELEMENTS: readonly PageElement[] = [
  { index: 0, parent: null, tag: 'div', id: '', attributes: { 'hx-ext': 'ws', 'ws-connect': '/ws' } },
  { index: 1, parent: 0, tag: 'div', id: 'chat-window', attributes: { id: 'chat-window' } },
  { index: 2, parent: 0, tag: 'form', id: '', attributes: { 'ws-send': '' } },
  { index: 3, parent: 2, tag: 'input', id: '', attributes: { name: 'message' } },
];

/** A page of the chapter, played to a coach by its reports. */
export class Played {
  readonly told: CoachEvent[] = [];
  readonly coach = new Coach({
    rules: coachRulesOf(2)((what) => what === 'page' || what === 'json'),
    locator: () => NOWHERE,
    tell: (event) => this.told.push(event),
  });
  now = 1_000_000;
  #listing = 0;

  open(number = 1): void {
    this.coach.wire({ at: this.now, type: 'page', target: '/', html: HTML }, this.now);
    this.coach.report(number, { type: 'hello', url: 'http://localhost:8000/' }, this.now);
    this.record({ type: 'socket-new', socket: 1, url: 'ws://localhost:8000/ws' }, number);
    this.record({ type: 'socket-open', socket: 1 }, number);
  }

  record(body: Record<string, unknown>, number = 1): void {
    this.coach.report(number, { type: 'record', record: { at: 0, ...body } as never }, this.now);
  }

  send(text: string): void {
    this.coach.report(1, { type: 'submitted', text, field: 'message' }, this.now);
    this.record({
      type: 'socket-sent',
      socket: 1,
      data: JSON.stringify({ message: text, HEADERS: {} }),
      binary: false,
    });
  }

  /** @param window what the chat shows afterwards */
  receive(data: string, window: string): void {
    const listing = (this.#listing += 1);
    this.record({ type: 'socket-received', socket: 1, data, binary: false });
    this.record({ type: 'elements', listing, elements: ELEMENTS, unlisted: 0 });
    const handled = { from: 'socket', number: 1, event: '', data, binary: false, htmx: '2.0.11', connector: 0 };
    this.record({
      type: 'handled',
      ...handled,
      before: listing,
      after: listing,
      matches: {},
      events: [],
      thrown: [],
      changes: [],
      finished: 'yes',
    });
    this.now += 400;
    this.snapshot(window);
  }

  snapshot(text: string): void {
    const htmx = { version: '2.0.11', extensions: ['ws'] };
    const snapshot: PageSnapshot = {
      url: 'http://localhost:8000/',
      htmx,
      scripts: [],
      elements: ELEMENTS,
      watched: { '#chat-window': { text, html: text, visible: true } },
    };
    this.coach.report(1, { type: 'snapshot', snapshot }, this.now);
  }

  get codes(): readonly string[] {
    return this.told.flatMap((event) =>
      event.type === 'finding' ? [`${event.finding.code}${event.again ? ' again' : ''}`] : [],
    );
  }
}

/** An answer that is appended to the chat. */
export const right = (text: string): string => `<div id="chat-window" hx-swap-oob="beforeend"><p>${text}</p></div>`;
