import { expect, test } from 'vitest';
import { firstOpenQuote } from '../../src/htmx/open-quote.ts';
import { whyNotConnected } from '../../src/rules/connect.ts';
import { quoteNotClosed } from '../../src/rules/setup/open-quote.ts';
import { lineOf, outline, page, recordedPage } from '../support/recorded-page.ts';

test.each([
  ['<div hx-ext="ws ws-connect="/ws">', 'div', 'hx-ext', 'ws ws-connect='],
  ['<input id="message name="message" required>', 'input', 'id', 'message name='],
  ["<input id='message name='message'>", 'input', 'id', 'message name='],
  ['<input id=" name="message">', 'input', 'id', ' name='],
  ['<input class="a b id = "message">', 'input', 'class', 'a b id = '],
  ['<b title="x>y</b><i id="z">', 'b', 'title', 'x>y</b><i id='],
  ['<template><input id="a name="b"></template>', 'input', 'id', 'a name='],
  ['<main><p class="a id="b"></p></main>', 'p', 'class', 'a id='],
])('%s', (html, tag, attribute, value) => {
  expect(firstOpenQuote(html)).toEqual({ tag, attribute, value, line: 1 });
});

test.each([
  '<div hx-ext="ws" ws-connect="/ws">',
  '<input id="message"name="message">',
  '<input id=message name=message required>',
  '<p title="a > b" data-x="1 < 2">',
  '<a href="/?q=">',
  '<div hx-vals=\'{"a": "b=", "c": 1}\'>',
  '<div hx-vals="{"a": 1}">',
  '<p title="it\'s" class="x">',
  '<input id=message" name="message">',
  '',
])('nothing runs on in %s', (html) => {
  expect(firstOpenQuote(html)).toBeUndefined();
});

test('the line of the attribute is where the quote is to be written', () => {
  const html = page('<body>', '<div', '  class="x"', '  hx-ext="ws ws-connect="/socket"></div>');
  const finding = {
    code: 'page/quote-not-closed',
    severity: 'error',
    facts: { tag: 'div', attribute: 'hx-ext', value: 'ws ws-connect=' },
    where: lineOf(html, '  hx-ext'),
  };
  expect(outline(quoteNotClosed(recordedPage(html)))).toEqual(finding);
  expect(outline(whyNotConnected(recordedPage(html), 'ws'))).toEqual(finding);
});

test('what nothing depends on is not a cause', () => {
  expect(quoteNotClosed(recordedPage(page('<p class="a title="b">text</p>')))).toBeUndefined();
  expect(quoteNotClosed(recordedPage(page('<p class="a title="b">text</p>', '<p id="x">')))).toBeUndefined();
});
