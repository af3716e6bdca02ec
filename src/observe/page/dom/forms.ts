// Import this first: it must change jsdom's navigation before jsdom loads it.
import { announce } from './navigation.ts';
// jsdom's parts load only in the order in which jsdom itself imports them.
import 'jsdom';
import forms from 'jsdom/lib/jsdom/living/nodes/HTMLFormElement-impl.js';
import utils from 'jsdom/lib/jsdom/living/generated/utils.js';
import type { PageWindow } from '../injected/page-window.ts';

/** Adds what jsdom's forms lack: a submission that is not prevented navigates to a URL. Call once for the process. */
export function submitForms(): void {
  const prototype = forms.implementation.prototype;
  prototype.submit = function submit() {
    go(utils.wrapperForImpl(this) as HTMLFormElement, null);
  };
  prototype.requestSubmit = function requestSubmit(submitter) {
    const form = utils.wrapperForImpl(this) as HTMLFormElement;
    const button =
      submitter === undefined || submitter === null ? null : (utils.wrapperForImpl(submitter) as HTMLButtonElement);
    if (!form.isConnected) return;
    const view = form.ownerDocument.defaultView as PageWindow;
    const exempt =
      form.noValidate || form.hasAttribute('novalidate') || button?.hasAttribute('formnovalidate') === true;
    if (!exempt && !form.reportValidity()) return;
    if (form.dispatchEvent(new view.SubmitEvent('submit', { bubbles: true, cancelable: true, submitter: button })))
      go(form, button);
  };
}

/** HTML standard, "form submission algorithm", as far as the URL goes. */
function go(form: HTMLFormElement, submitter: HTMLButtonElement | null): void {
  const view = form.ownerDocument.defaultView;
  if (view === null || !form.isConnected) return;
  const own = (name: string, onSubmitter: string): string =>
    submitter?.getAttribute(onSubmitter) ?? form.getAttribute(name) ?? '';
  const method = own('method', 'formmethod').toLowerCase();
  const target = own('target', 'formtarget');
  if (method === 'dialog' || !['', '_self', '_top', '_parent'].includes(target)) return;
  const url = new URL(own('action', 'formaction') || form.ownerDocument.URL, form.ownerDocument.baseURI);
  if (method !== 'post') {
    const query = new URLSearchParams();
    for (const [name, value] of new view.FormData(form, submitter))
      query.append(name, typeof value === 'string' ? value.replace(/\r?\n|\r/g, '\r\n') : value.name);
    url.search = query.toString();
  }
  announce(view, url.href);
}
