import { parse, serialize } from 'parse5';
import type { TreeNode } from '../../src/htmx/tree.ts';
import { documentOf } from '../../src/htmx/v1/parse.ts';
import type { RealHtmx } from './real-htmx.ts';

/** Attributes and classes that htmx adds while it works are no part of what a message does. */
function kept(attributes: Readonly<Record<string, string>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => [name, name === 'class' ? value.replaceAll(/\bhtmx-\w+/gu, '').trim() : value] as const)
    .filter(([name, value]) => name !== 'data-htmx-powered' && !(name === 'class' && value === ''))
    .map(([name, value]) => ` ${name}=${JSON.stringify(value)}`)
    .sort()
    .join('');
}

function line(node: { readonly tag: string; readonly attributes: Readonly<Record<string, string>> }): string {
  return `<${node.tag}${kept(node.attributes)}>`;
}

/** What the real DOM looks like below an element, one line a node, text without white space around it. */
export function skeletonOf(node: Node, depth = 0): readonly string[] {
  const indent = '  '.repeat(depth);
  if (node.nodeType === 3) {
    const text = (node.textContent ?? '').trim();
    return text === '' ? [] : [indent + text];
  }
  if (node.nodeType !== 1 || node.nodeName === 'HEAD') return [];
  const element = node as Element;
  const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
  const inside = [...element.childNodes, ...((element as HTMLTemplateElement).content?.childNodes ?? [])];
  return [
    indent + line({ tag: element.localName, attributes }),
    ...inside.flatMap((child) => skeletonOf(child, depth + 1)),
  ];
}

/** The same of the model's page. */
export function skeletonOfTree(node: TreeNode, depth = 0): readonly string[] {
  if (node.tag === '#root') return node.children.flatMap((child) => skeletonOfTree(child, depth));
  const indent = '  '.repeat(depth);
  if (node.tag === '') return node.text.trim() === '' ? [] : [indent + node.text.trim()];
  const inside = [...node.children, ...(node.content?.children ?? [])];
  return [indent + line(node), ...inside.flatMap((child) => skeletonOfTree(child, depth + 1))];
}

/** Lines of two lists that are not the same, from the first difference on; undefined: they are the same. */
export function difference(seen: readonly string[], said: readonly string[]): string | undefined {
  const at = Array.from({ length: Math.max(seen.length, said.length) }, (_, index) => index).find(
    (index) => seen[index] !== said[index],
  );
  if (at === undefined) return undefined;
  const from = Math.max(0, at - 3);
  return `htmx:\n${seen.slice(from, at + 6).join('\n')}\nthe model:\n${said.slice(from, at + 6).join('\n')}`;
}

/** Selectors with an escaped quote, as JSON in HTML makes them: browsers take them, jsdom's engine throws. With `#-` it is the other way round. */
export function isBeyondJsdom({ asked }: { readonly asked: readonly string[] }): boolean {
  return asked.some((selector) => selector.includes('\\"') || selector === '#-');
}

/** jsdom puts text that is out of place in a table behind the table; the standard, and every browser, before it. */
export function isMisparsed(real: RealHtmx, message: string): boolean {
  const { text } = documentOf(message);
  const seen = new real.window.DOMParser().parseFromString(text, 'text/html').documentElement.innerHTML;
  return `<html>${seen}</html>` !== serialize(parse(text)).replace(/^<!DOCTYPE [^>]*>/iu, '');
}
