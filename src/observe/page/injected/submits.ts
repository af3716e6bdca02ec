import { findControls } from './controls.ts';
import type { PageWindow } from './page-window.ts';

/** What a person typed when a form was submitted. */
export interface Submitted {
  readonly text: string;
  readonly field: string | undefined;
}

/** Tells of each form that is submitted, before the page does anything with it. */
export function watchSubmits(view: PageWindow, tell: (submitted: Submitted) => void): void {
  view.addEventListener(
    'submit',
    ({ target }) => {
      const { input } = findControls(view.document, { name: undefined, text: '' });
      const own =
        target instanceof view.HTMLFormElement ? [...target.elements].find((each) => each === input) : undefined;
      const field = own ?? input;
      if (field === null) return tell({ text: '', field: undefined });
      const { name, value } = field as HTMLInputElement;
      tell({ text: value.slice(0, 4000), field: name });
    },
    true,
  );
}
