import type { HtmxFacts } from '../../../src/model/facts/htmx.ts';
import type { OutOfBandFacts } from '../../../src/model/facts/out-of-band.ts';
import { AT_PAGE } from './sample.ts';
import type { Samples } from './sample.ts';

const REPLIED = { did: { kind: 'page', typed: 'hello' }, received: '<div class="message">hello</div>' } as const;

export const htmxSamples: Samples<keyof HtmxFacts | keyof OutOfBandFacts> = {
  'htmx/missing': [
    { facts: { scripts: [], frame: '/static/chat.html' }, evidence: AT_PAGE },
    { facts: { scripts: [] }, evidence: AT_PAGE },
    { facts: { scripts: ['/static/htmx.esm.js'] }, evidence: AT_PAGE },
    { facts: { scripts: ['/static/ws.js', '/static/chat.js'] }, evidence: AT_PAGE },
  ],
  'htmx/wrong-version': [
    { facts: { version: '4.0.1' }, evidence: AT_PAGE },
    { facts: { version: '4.0.1', by: 'newest' }, evidence: AT_PAGE },
    { facts: { version: '1.9.12' }, evidence: AT_PAGE, severity: 'warning' },
    { facts: { version: '2.0.11', by: 'extension-4' }, evidence: AT_PAGE },
    { facts: { version: '2.0.11', by: 'extension-1' }, evidence: AT_PAGE },
    { facts: { version: '1.9.12', by: 'extension-2', written: 2 }, evidence: AT_PAGE },
    { facts: { version: '2.0.11', by: 'extension-4', written: 4 }, evidence: AT_PAGE },
    { facts: { version: '4.0.1', written: 2 }, evidence: AT_PAGE },
  ],
  'htmx/bad-json': [
    {
      facts: { attribute: 'hx-vals', value: "{'user': 'ada'}", repaired: '{"user": "ada"}' },
      evidence: { ...AT_PAGE, received: 'SyntaxError: Expected property name' },
    },
    { facts: { attribute: 'hx-headers', value: '{"a": }', repaired: undefined }, evidence: AT_PAGE },
  ],
  'htmx/reconnect-delay': [
    { facts: { value: '2000' }, evidence: { ...AT_PAGE, received: 'ReferenceError: logError is not defined' } },
    { facts: { value: '"exponential"' }, evidence: AT_PAGE },
  ],
  'htmx/extension-before-core': [
    { facts: { script: '/static/ws.js' }, evidence: AT_PAGE },
    { facts: { script: '/static/ws.js', core: 'module' }, evidence: AT_PAGE },
    { facts: { script: '/static/ws.js', core: 'twice' }, evidence: AT_PAGE },
  ],
  'htmx/extension-late': [
    { facts: { script: '/js/hx-sse.js', attribute: 'hx-sse:connect', of: 'core', by: 'defer' }, evidence: AT_PAGE },
    { facts: { script: '/js/hx-ws.js', attribute: 'hx-ws:connect', of: 'core', by: 'module' }, evidence: AT_PAGE },
    { facts: { script: '/js/hx-ws.js', attribute: 'hx-ws:connect', of: 'core', by: 'async' }, evidence: AT_PAGE },
    { facts: { script: '/js/hx-ws.js', attribute: 'hx-ws:connect', of: 'extension', by: 'async' }, evidence: AT_PAGE },
  ],
  'htmx/extension-script-missing': [
    { facts: { extension: 'ws' }, evidence: AT_PAGE },
    { facts: { extension: 'sse' }, evidence: AT_PAGE },
    { facts: { extension: 'ws', major: 1 }, evidence: AT_PAGE },
    { facts: { extension: 'sse', major: 4 }, evidence: AT_PAGE },
  ],
  'htmx/extension-not-enabled': [
    { facts: { extension: 'sse', value: undefined, elsewhere: undefined, allowed: 'hx-sse' }, evidence: AT_PAGE },
    { facts: { extension: 'ws', value: undefined, elsewhere: undefined }, evidence: AT_PAGE },
    { facts: { extension: 'ws', value: 'ws', elsewhere: 'form' }, evidence: AT_PAGE },
    { facts: { extension: 'sse', value: 'ws', elsewhere: undefined }, evidence: AT_PAGE },
    { facts: { extension: 'ws', value: 'ws sse', elsewhere: undefined }, evidence: AT_PAGE },
    { facts: { extension: 'ws', value: 'ignore:ws', elsewhere: undefined }, evidence: AT_PAGE },
    { facts: { extension: 'ws', value: 'websocket', elsewhere: undefined }, evidence: AT_PAGE },
    { facts: { extension: 'sse', value: 'ws', elsewhere: undefined, ignored: 'sse' }, evidence: AT_PAGE },
  ],
  'htmx/beta-form': [
    { facts: { kind: 'version', found: '4.0.0-beta2', use: '' }, severity: 'warning', evidence: AT_PAGE },
    {
      facts: { kind: 'event', found: 'htmx:before:ws:message', use: 'htmx:ws:before:message:incoming' },
      severity: 'warning',
    },
    { facts: { kind: 'member', found: 'payload', use: 'content' }, severity: 'warning' },
    { facts: { kind: 'member', found: 'channel', use: '' }, severity: 'warning' },
  ],
  'htmx/no-version': [
    {
      facts: { src: 'https://unpkg.com/htmx.org', use: 'htmx.org@2.0.11/dist/htmx.min.js' },
      severity: 'warning',
      evidence: AT_PAGE,
    },
    {
      facts: { src: 'https://unpkg.com/htmx.org/dist/ext/ws.js', file: 'gone', use: 'htmx-ext-ws@2.0.4/ws.js' },
      severity: 'warning',
      evidence: AT_PAGE,
    },
    {
      facts: { src: 'https://unpkg.com/htmx.org/dist/ext/json-enc.js', file: 'gone', use: 'htmx-ext-json-enc' },
      severity: 'warning',
      evidence: AT_PAGE,
    },
    {
      facts: { src: 'https://unpkg.com/htmx.org/dist/ext/json-enc.js', file: 'gone', use: '' },
      severity: 'warning',
      evidence: AT_PAGE,
    },
    {
      facts: {
        src: 'https://unpkg.com/htmx.org/dist/ext/hx-ws.js',
        file: 'extension-4',
        use: 'htmx.org@4.0.1/dist/ext/hx-ws.js',
      },
      severity: 'warning',
      evidence: AT_PAGE,
    },
  ],
  'htmx/old-extension': [{ facts: { script: 'https://unpkg.com/htmx.org@2/dist/ext/ws.js' }, evidence: AT_PAGE }],
  'htmx/old-syntax': [
    { facts: { attribute: 'hx-ws', value: 'connect:/ws' }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-ws', value: '' }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-sse', value: 'connect:/feed swap:message' }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-sse', value: '' }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-ws', value: 'connect:/ws' }, severity: 'warning', evidence: AT_PAGE },
    { facts: { attribute: 'hx-ws', value: 'connect:/ws', major: 4 }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-ws', value: '', major: 4, newest: 'yes' }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-sse', value: 'connect:/feed swap:tick', major: 4, newest: 'yes' }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-sse', value: '', major: 4 }, evidence: AT_PAGE },
  ],
  'htmx/other-version-syntax': [
    { facts: { attribute: 'hx-ws:connect', use: 'ws-connect' }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-sse:connect', use: 'sse-connect' }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-ws:connect', use: 'ws-connect', major: 1 }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-ws:send', use: 'ws-send', major: 1 }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-sse:close', use: 'sse-close', major: 1 }, evidence: AT_PAGE },
    { facts: { attribute: 'ws-connect', use: 'hx-ws:connect', major: 4 }, evidence: AT_PAGE },
    { facts: { attribute: 'ws-connect', use: 'hx-ws:connect', major: 4 }, severity: 'warning', evidence: AT_PAGE },
    { facts: { attribute: 'sse-connect', use: 'hx-sse:connect', major: 4, newest: 'yes' }, evidence: AT_PAGE },
    { facts: { attribute: 'sse-swap', use: '', major: 4 }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-ext', use: '', major: 4 }, evidence: AT_PAGE },
  ],
  'htmx/handler-never-called': [
    {
      severity: 'warning',
      facts: { tag: 'form', attribute: 'hx-on', why: 'value-of-1', use: 'hx-on::ws-after-send' },
      evidence: AT_PAGE,
    },
    {
      severity: 'warning',
      facts: { tag: 'form', attribute: 'hx-on::wsaftersend', why: 'small-letters', use: 'hx-on::ws-after-send' },
      evidence: AT_PAGE,
    },
    {
      severity: 'warning',
      facts: { tag: 'form', attribute: 'hx-on::after-request', why: 'no-request', use: 'hx-on::ws-after-send' },
      evidence: AT_PAGE,
    },
    {
      severity: 'warning',
      facts: { tag: '', attribute: 'htmx:afterSwap', why: 'no-swap', use: 'htmx:wsAfterMessage' },
      evidence: AT_PAGE,
    },
  ],
  'htmx/unknown-style': [
    { facts: { style: 'append', attribute: 'hx-swap-oob', meant: 'beforeend' }, evidence: REPLIED },
    { facts: { style: 'beforeEnd', attribute: 'hx-swap', meant: 'beforeend' }, evidence: AT_PAGE },
    { facts: { style: 'swap-it', attribute: 'hx-swap' }, evidence: AT_PAGE },
    { facts: { style: 'morph:innerHTML', attribute: 'hx-swap', extension: 'morph' }, severity: 'warning' },
    { facts: { style: 'morph', attribute: 'hx-swap', extension: 'morph', major: 4 }, evidence: AT_PAGE },
    { facts: { style: 'apend', attribute: 'hx-swap', major: 4 }, evidence: AT_PAGE },
  ],
  'htmx/unknown-attribute': [
    { facts: { attribute: 'ws-swap', value: 'beforeend', use: '' }, evidence: AT_PAGE },
    { facts: { attribute: 'ws-reconnect', value: 'true', use: '' }, evidence: AT_PAGE },
    { facts: { attribute: 'sse-retry', value: '3', use: '' }, evidence: AT_PAGE },
    { facts: { attribute: 'ws-conect', value: '/ws', use: 'ws-connect' }, evidence: AT_PAGE },
    { facts: { attribute: 'ws-xyz', value: '', use: '' }, evidence: AT_PAGE },
    { facts: { attribute: 'hx-ws:conect', value: '/ws', use: 'hx-ws:connect', major: 4 }, evidence: AT_PAGE },
  ],
  'oob/plain-text': [
    { facts: { sent: 'hello' }, evidence: { ...REPLIED, received: 'Server says: hello' } },
    { facts: { sent: 'hello' }, evidence: { ...REPLIED, received: '{"text":"hello"}' } },
    { facts: { sent: 'hello', text: 'You sent: ${data}' }, evidence: { ...REPLIED, received: 'You sent: hello' } },
  ],
  'oob/json-text': [
    {
      facts: { sent: 'hello', holds: 'string', call: 'send_json' },
      evidence: { ...REPLIED, received: String.raw`"<div id=\"log\">hello</div>"` },
    },
    {
      facts: { sent: 'hello', holds: 'string', call: '' },
      evidence: { ...REPLIED, received: String.raw`"<div id=\"log\">hello</div>"` },
    },
    { facts: { sent: 'hello', holds: 'list', call: 'JSON.stringify' }, evidence: REPLIED },
    { facts: { sent: 'hello', holds: 'object', member: 'html', call: 'json.dumps' }, evidence: REPLIED },
  ],
  'oob/whole-page': [
    { facts: { sent: 'hello', call: '' }, evidence: { ...REPLIED, received: '<!doctype html>\n<html>' } },
    { facts: { sent: 'hello', call: 'get_template' }, evidence: { ...REPLIED, received: '<!doctype html>\n<html>' } },
  ],
  'oob/no-id': [
    { facts: { tag: 'div' }, evidence: REPLIED },
    { facts: { tag: 'p', id: '' }, evidence: REPLIED },
    { facts: { tag: 'div', outOfBand: 'beforeend' }, evidence: REPLIED },
    { facts: { tag: 'div', holds: 'parts' }, evidence: REPLIED },
  ],
  'oob/no-such-target': [
    { facts: { selector: '#chat', ids: ['log'] }, evidence: REPLIED },
    { facts: { selector: 'log', ids: ['log'] }, evidence: REPLIED },
    { facts: { selector: '#Log', ids: ['log'] }, evidence: REPLIED },
    { facts: { selector: '#chat', ids: [] }, evidence: REPLIED },
    { facts: { selector: 'log', ids: ['log'], named: 'selector' }, evidence: REPLIED },
    { facts: { selector: '#chat', ids: ['log'], named: 'partial' }, evidence: REPLIED },
    { facts: { selector: '#chat', ids: ['log'], named: 'envelope' }, evidence: REPLIED },
    { facts: { selector: '#chat', ids: ['log'], named: 'attribute' }, evidence: REPLIED },
    { facts: { selector: '#price-BRK.B', ids: ['price-BRK.B'], named: 'selector' }, evidence: REPLIED },
    { facts: { selector: '#total', ids: ['log'], named: 'selector', gone: 'strong' }, evidence: REPLIED },
  ],
  'oob/modifier': [
    {
      facts: { value: 'beforeend scroll:bottom', modifier: 'scroll:bottom', style: 'beforeend' },
      evidence: REPLIED,
    },
    { facts: { value: 'beforeend swap:1s', modifier: 'swap:1s', style: 'beforeend' }, evidence: REPLIED },
    { facts: { value: 'transition:true', modifier: 'transition:true', style: '' }, evidence: REPLIED },
  ],
  'oob/invalid-selector': [{ facts: { selector: '#1st' }, evidence: REPLIED }],
  'oob/box-stripped': [
    { facts: { tag: 'div', id: 'card-7', selector: '#todo', style: 'beforeend' }, evidence: REPLIED },
  ],
  'oob/nested': [{ facts: { id: 'count', tag: 'span', outer: 'div' }, evidence: REPLIED }],
  'oob/item-stripped': [
    { facts: { tag: 'li', list: 'ul id="notes"', style: 'beforeend' }, evidence: REPLIED },
    { facts: { tag: 'tr', list: 'tbody id="people"', style: 'beforeend' }, evidence: REPLIED },
  ],
  'oob/template': [
    { facts: { holds: 'rows', outOfBand: 'beforeend:#chat-window' }, evidence: REPLIED },
    { facts: { holds: 'elements', outOfBand: undefined }, evidence: REPLIED },
  ],
  'oob/table-part': [
    {
      facts: { tag: 'tbody', id: 'rows' },
      evidence: { ...REPLIED, received: '<b id="n">1</b><tbody id="rows"></tbody>' },
    },
    { severity: 'warning', facts: { tag: 'tr' }, evidence: REPLIED },
  ],
  'oob/replaces': [
    { facts: { first: 'one', second: 'two', part: { tag: 'div', style: 'outerHTML' } }, evidence: REPLIED },
    { facts: { first: 'one', second: 'two', part: { tag: 'div', style: 'innerHTML' } }, evidence: REPLIED },
    { facts: { first: 'one', second: 'two', part: { tag: 'div', style: 'append' } }, evidence: REPLIED },
    {
      facts: { first: 'one', second: 'two', part: { tag: 'div', style: 'innerHTML', selector: '#log' } },
      evidence: REPLIED,
    },
    { facts: { first: 'one', second: 'two', part: undefined }, evidence: REPLIED },
  ],
  'oob/replaces-connector': [
    { facts: { id: 'chat' }, evidence: REPLIED },
    { facts: { id: '' }, evidence: REPLIED },
  ],
  'oob/wrong-order': [
    {
      facts: { first: 'one', second: 'two' },
      evidence: { ...REPLIED, received: '<div hx-swap-oob="afterbegin"></div>' },
    },
    { facts: { first: 'one', second: 'two' }, evidence: REPLIED },
  ],
};
