import type { Fragment } from '../../model/ledger.ts';
import { inline } from '../visible.ts';

/** `<div id="chat">`, `the text "hello"`, `empty content`. */
export function fragmentWords({ tag, id, text }: Fragment): string {
  if (tag !== '') return id === undefined ? `<${inline(tag)}>` : `<${inline(tag)} id="${inline(id, 60)}">`;
  return text === '' ? 'empty content' : `the text "${inline(text, 40)}"`;
}

/** `1 element`, `3 elements`. */
export function elementCount(count: number): string {
  return `${count} element${count === 1 ? '' : 's'}`;
}
