import { expect, test } from 'vitest';
import { firstUnclosed } from '../../src/htmx/unclosed.ts';
import { tagNotClosed } from '../../src/rules/setup/unclosed.ts';
import { lineOf, outline, page, recordedPage } from '../support/recorded-page.ts';

test.each([
  ['<script src="/a.js" />\n<script src="/b.js"></script>', 'script', 'self-closing', ['script']],
  ['<script src="/a.js">\n<p>text', 'script', 'open', ['p']],
  ['<script src="/a.js">', 'script', 'open', []],
  ['<title>Chat<title>\n<script src="/a.js"></script>', 'title', 'open', ['script']],
  ['<form><textarea name="text" />\n<button>Send</button></form>', 'textarea', 'self-closing', ['button', 'form']],
  ['<style>b { color: red }\n<body><form></form>', 'style', 'open', ['body', 'form']],
  ['<p>one</p><!-- a note\n<form></form>', '!--', 'open', ['form']],
  ['<title>Chat<title>\n<form></form></title>', 'title', 'open', ['form']],
  ['<textarea data-to="a/>b">\n<BUTTON></BUTTON></textarea>', 'textarea', 'open', ['button']],
  ['<textarea / >\n<p></p>', 'textarea', 'self-closing', ['p']],
  ['<script / >\n<p></p>', 'script', 'self-closing', ['p']],
  ['<script src="/a.js"><p></p></script>', 'script', 'open', ['p']],
  ['<script async src="/a.js">\n<p></p><h1></h1><p></p></script>', 'script', 'open', ['p', 'h1']],
  ['<template><style><p></style></template>', 'style', 'open', ['p']],
  ['<style><p></style><title><h1></title>', 'style', 'open', ['p']],
  ['<script src="/a.js">\n<script src="/b.js"></script>', 'script', 'open', ['script']],
  ['<style>b {}<style>i {}', 'style', 'open', ['style']],
])('%s', (html, tag, written, swallowed) => {
  expect(firstUnclosed(html)).toEqual({ tag, line: 1, written, swallowed });
});

test.each([
  '<script src="/a.js"></script><script>document.body.innerHTML = "<div><form></form></div>";</script>',
  '<!-- <script src="/a.js"></script> --><title>a < b</title><textarea>x</textarea><style>p > b {}</style>',
  '<div /><br /><input name="text" />',
  '<style>\n<style>\nb { color: red }\n</style><p></p>',
  '<title><title>Chat</title>',
  '<title>Chat',
  '<textarea>text',
  '<!-- open',
  '<!-- <form> --><p>text</p>',
  '<p>if a < b then <pre>c</pre></p><b><main></main></b>',
  '',
])('nothing disappears in %s', (html) => {
  expect(firstUnclosed(html)).toBeUndefined();
});

test('the line of the tag is where it is to be fixed', () => {
  const html = page('<textarea name="text" />', '<button>Send</button>');
  expect(outline(tagNotClosed(recordedPage(html)))).toEqual({
    code: 'page/tag-not-closed',
    severity: 'error',
    facts: { tag: 'textarea', written: 'self-closing', swallowed: ['button'] },
    where: lineOf(html, '<textarea'),
  });
});
