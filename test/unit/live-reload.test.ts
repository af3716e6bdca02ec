import { expect, test } from 'vitest';
import { LiveReload } from '../../src/commands/common/coach/live-reload.ts';

function playing(): { readonly reload: LiveReload; readonly reloaded: string[] } {
  const reloaded: string[] = [];
  const reload = new LiveReload({
    hasServed: (name) => ['htmx.min.js', 'own.css'].includes(name),
    reload: (file) => reloaded.push(file),
  });
  return { reload, reloaded };
}

test.each([
  ['templates/index.html', true],
  ['templates/index.html.ep', true],
  ['static/own.css', true],
  ['static/htmx.min.js', true],
  ['main.js', false],
  ['main.py', false],
  ['static/other.css', false],
])('a save of %s: the page loads again: %s', (file, reloads) => {
  const { reload, reloaded } = playing();
  reload.changed(['notes.txt', file]);
  expect(reloaded).toEqual([]);
  reload.starts();
  reload.ready();
  reload.ready();
  expect(reloaded).toEqual(reloads ? [file] : []);
});

test('of two saves in a row, the page loads again after the restart for the second', () => {
  const { reload, reloaded } = playing();
  reload.changed(['templates/index.html']);
  reload.starts();
  reload.changed(['main.js']);
  reload.ready();
  expect(reloaded).toEqual([]);
  reload.starts();
  reload.ready();
  expect(reloaded).toEqual(['templates/index.html']);
});
