import type { PageWindow } from './page-window.ts';
import type { InstrumentPort } from './port.ts';
import { cut } from './values.ts';

const MOST_CHARACTERS = 300;

/**
 * Records what a Content-Security-Policy forbids. A browser writes that to its console, where a page cannot read it; the event has the same facts
 * (CSP3, 5.3), and they are put into Chromium's words.
 */
export function watchPolicyViolations(view: PageWindow, port: InstrumentPort): void {
  view.document.addEventListener('securitypolicyviolation', (event) => {
    if (event.disposition !== 'enforce') return;
    const { originalPolicy, effectiveDirective } = event;
    const directive = originalPolicy
      .split(';')
      .find((each) => effectiveDirective.startsWith(each.trim().split(' ')[0] ?? ' '));
    const policy = `Content Security Policy directive '${cut(directive?.trim() ?? effectiveDirective, MOST_CHARACTERS)}'`;
    port.emit({ type: 'console', level: 'error', text: `${doing(event)} violates the following ${policy}` });
  });
}

function doing({ blockedURI, effectiveDirective }: SecurityPolicyViolationEvent): string {
  const url = cut(blockedURI, MOST_CHARACTERS);
  if (effectiveDirective === 'connect-src') return `Connecting to '${url}'`;
  if (effectiveDirective.startsWith('require-trusted-types-for')) return "A 'TrustedHTML' assignment";
  if (!effectiveDirective.startsWith('script-src')) return `Loading '${url}' for ${effectiveDirective}`;
  if (blockedURI === 'eval') return 'Evaluating a string as JavaScript';
  if (effectiveDirective === 'script-src-attr') return 'Executing inline event handler';
  return blockedURI === 'inline' ? 'Executing inline script' : `Loading the script '${url}'`;
}
