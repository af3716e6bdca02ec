import { expect, test } from 'vitest';
import { nestedForm } from '../../src/htmx/nested-form.ts';
import { readMarkup } from '../../src/htmx/markup.ts';

test.each([
  ['<form class="a">\n<form id="b"></form></form>', { tag: 'form', attributes: { id: 'b' }, line: 2 }],
  ['<form>\n<p>\n<FORM data-x="a > b">', { tag: 'form', attributes: { 'data-x': 'a > b' }, line: 3 }],
])('the parser drops the second tag of %j', (html, nested) => {
  expect(nestedForm(html)).toEqual(nested);
  expect(readMarkup(html).filter(({ tag }) => tag === 'form')).toHaveLength(1);
});

test.each([
  '<form></form><form></form>',
  '<form><!-- <form> --></form>',
  '<form><script>"<form>"</script></form>',
  '<form><form-field></form-field></form>',
  '<p>no form</p>',
])('%j has no form in a form', (html) => {
  expect(nestedForm(html)).toBeUndefined();
});
