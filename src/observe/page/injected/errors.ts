import type { Handlings } from './handling.ts';
import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';
import { errorText, isObject } from './values.ts';

/** Records script errors, unhandled rejections, and scripts and styles that did not load. */
export function watchErrors(
  view: PageWindow,
  { port, handlings }: { readonly port: InstrumentPort; readonly handlings: Handlings },
): void {
  const report = (error: ReturnType<typeof scriptError>): void => {
    handlings.threw(error.message);
    port.emit({ type: 'script-error', ...error });
  };
  view.addEventListener(
    'error',
    (event) => {
      if (event.target !== view && event.target instanceof view.Element) {
        const url = addressOf(event.target);
        if (url !== '') port.emit({ type: 'load-failed', url, failure: { reason: 'error', error: '' } });
      } else if ('message' in event) {
        report(scriptError(event));
      }
    },
    true,
  );
  view.addEventListener('unhandledrejection', (event) => {
    report({ message: `(in promise) ${errorText(event.reason)}`, file: '', line: 0 });
  });
}

function addressOf(element: Element): string {
  if (element.localName === 'script') return (element as HTMLScriptElement).src;
  return element.localName === 'link' ? (element as HTMLLinkElement).href : '';
}

function scriptError(event: ErrorEvent): { readonly message: string; readonly file: string; readonly line: number } {
  const said = event.message.replace(/^Uncaught /, '');
  const name = isObject(event.error) && typeof event.error['name'] === 'string' ? event.error['name'] : '';
  // For code that does not parse jsdom names its own file; the first line of the stack names the page's.
  const stack = isObject(event.error) ? String(event.error['stack']) : '';
  const [, file, line] = event.filename.startsWith('node:') ? (/^(\S+):(\d+)\n/.exec(stack) ?? []) : [];
  return {
    message: name === '' || said.startsWith(name) ? said : `${name}: ${said}`,
    file: file ?? event.filename,
    line: line === undefined ? event.lineno : Number(line),
  };
}
