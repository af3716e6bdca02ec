import type { ScreenTheme, WatchEffect, WatchEvent, WatchState } from '../../terminal/watch/index.ts';
import { WireKeys } from '../common/coach/wire-keys.ts';
import type { PageServer } from './page-server.ts';
import { browserText } from './texts.ts';

export interface BrowserKeysOptions {
  readonly theme: ScreenTheme;
  readonly page: PageServer;
  readonly state: () => WatchState;
  readonly dispatch: (event: WatchEvent) => void;
}

/** Does what the keys of the panel "Browser" ask for. */
export class BrowserKeys {
  readonly #options: BrowserKeysOptions;
  #wireKeys: WireKeys;

  constructor(options: BrowserKeysOptions) {
    this.#options = options;
    this.#wireKeys = this.#openWire();
  }

  perform(
    effect: Extract<WatchEffect, { readonly type: 'browser' | 'toggle-reload' | 'wire-key' | 'wire-line' }>,
  ): void {
    const { dispatch, state, theme } = this.#options;
    switch (effect.type) {
      case 'browser':
        // What was asked for before it was closed is forgotten.
        this.#wireKeys = this.#openWire();
        return dispatch({ type: 'text', text: browserText(state(), theme) });
      case 'toggle-reload':
        return this.#toggleReload();
      case 'wire-key':
        return this.#wireKeys.press(effect.key) === 'line' ? dispatch({ type: 'line-asked' }) : undefined;
      case 'wire-line':
        return this.#wireKeys.type(effect.line);
    }
  }

  #toggleReload(): void {
    const { dispatch, page } = this.#options;
    if (page.front === undefined)
      return dispatch({ type: 'notice', sentences: ['The tutor does not watch your browser now.'] });
    page.front.reloads = !page.front.reloads;
    return dispatch({ type: 'live-reload', on: page.front.reloads });
  }

  #openWire(): WireKeys {
    const { dispatch, page } = this.#options;
    return new WireKeys(
      () => page.front?.wire,
      (sentence) => dispatch({ type: 'notice', sentences: [sentence] }),
    );
  }
}
