import { expect, test } from 'vitest';
import { betaEvents, betaMembers, isBeta } from '../../src/htmx/v4/beta.ts';
import { waitsForEvent } from '../../src/htmx/v4/dom-events.ts';
import { pausesInBackground } from '../../src/htmx/v4/pause.ts';

// Against dist/ext/hx-ws.js and hx-sse.js of htmx.org 4.0.0-alpha8, 4.0.0-beta2, 4.0.0-beta4, 4.0.0-beta6 and 4.0.1.

test.each([
  ['4.0.0-alpha8', true],
  ['4.0.0-beta6', true],
  ['4.0.0', false],
  ['2.0.0-beta4', false],
])('%s is of the betas of htmx 4: %s', (version, expected) => {
  expect(isBeta(version)).toBe(expected);
});

test.each([
  [`document.addEventListener('htmx:before:ws:message', read)`, ['htmx:before:ws:message']],
  ['<div hx-on::after:sse:message="x()">', ['htmx:after:sse:message']],
  ['<div hx-on:htmx:before:ws:request="x()">', ['htmx:before:ws:request']],
  ['addEventListener("htmx:before:ws:messages", f)', []],
  ['addEventListener("htmx:ws:before:message:incoming", f)', []],
])('events of the betas in %s', (html, names) => {
  expect(betaEvents(html).map(({ found }) => found)).toEqual(names);
});

test.each([
  ['{"channel":"ui","format":"html","payload":"<p>a</p>"}', ['payload', 'channel', 'format']],
  ['{"content":"<p>a</p>","request_id":"7"}', ['request_id']],
  ['{"content":"<p>a</p>"}', []],
  ['{"channel":"prices","price":3}', []],
  ['<p>payload</p>', []],
  ['null', []],
])('members of the betas in %s', (message, names) => {
  expect(betaMembers(message).map(({ found }) => found)).toEqual(names);
});

test.each([
  [{ 'hx-trigger': 'mail from:closest div' }, '', true],
  [{ 'hx-trigger': 'click, mail[ctrlKey] once' }, '', true],
  [{ 'hx-on:mail': 'x()' }, '', true],
  [{ 'hx-trigger': 'mailing' }, '', false],
  [{}, `<script>feed.addEventListener('mail', f)</script>`, true],
  [{}, '<script>htmx.on("#feed", "mail", f)</script>', true],
  [{}, '<p>mail</p>', false],
])('who waits for the event "mail": %j %s', (attributes, html, expected) => {
  expect(waitsForEvent([{ attributes }], html, 'mail')).toBe(expected);
});

test.each([
  [{}, '', true],
  [{ 'hx-config': 'ws:{pauseOnBackground:false}' }, '', false],
  [{ 'hx-config': '{"ws": {"pauseOnBackground": false}}' }, '', false],
  [{ 'hx-config': '{"sse": {"pauseOnBackground": false}}' }, '', true],
  [{}, `<meta name="htmx-config" content='{"ws":{"pauseOnBackground":false}}'>`, false],
  [{}, '<script>htmx.config.ws.pauseOnBackground = false;</script>', false],
  [{}, '<script>htmx.config.ws.pauseOnBackground = true; htmx.config.x = false</script>', true],
])('%j %s closes its WebSocket in a hidden tab: %s', (attributes, html, expected) => {
  expect(pausesInBackground({ attributes }, 'ws', html)).toBe(expected);
});
