import type { DropReason, Dropped, Note } from '../disposition.ts';
import type { Found } from '../find.ts';
import { PARSE_4, parseMessage } from '../fragments.ts';
import { escapeIdentifier, parseSelector, selectAll } from '../selector.ts';
import { foundCount, saysSomething } from '../swapping.ts';
import type { Swapping, SwapOrder } from '../swapping.ts';
import { keepPreserved } from '../preserve.ts';
import { clone, descendants, isElement, makeNode, remove, textContent } from '../tree.ts';
import type { TreeNode } from '../tree.ts';
import { effectOf, parseSwapSpec, readOutOfBand } from './swap-spec.ts';
import type { SwapSpec } from './swap-spec.ts';

/** A swap that htmx 4 has planned, with its targets, before any swap takes place. */
interface Task {
  readonly fragments: readonly TreeNode[];
  readonly nodes: readonly TreeNode[];
  readonly via: 'main' | 'out-of-band' | 'partial';
  readonly selector: string;
  readonly found: Found;
  readonly spec: SwapSpec;
}

/** The arguments of htmx 4 `swap`. */
export interface SwapRequest {
  readonly html: string;
  readonly source: TreeNode;
  /** A selector, or what was looked up before; undefined: the source itself. */
  readonly target: string | Found | undefined;
  readonly swap: string;
  readonly select: string | undefined;
  readonly selectOutOfBand: string | undefined;
}

/** htmx 4 throws while planning: nothing of the message is swapped. */
class Thrown extends Error {
  readonly dropped: DropReason;
  readonly facts: Dropped['facts'];
  readonly at: TreeNode | undefined;

  constructor(dropped: DropReason, facts: Dropped['facts'], at?: TreeNode) {
    super(dropped);
    this.dropped = dropped;
    this.facts = facts;
    this.at = at;
  }
}

/** htmx 4 `swap`: it finds all targets first, then swaps the content, the out-of-band parts and the partials, in this order. */
export function swapAll(swapping: Swapping, request: SwapRequest, event: string): void {
  const { root, lost } = parseMessage(request.html, PARSE_4);
  const all = root.children.filter((node) => isElement(node) || saysSomething(node));
  try {
    const late: Dropped[] = [];
    const oob = outOfBandTasks(swapping, root, { request, late });
    const partials = partialTasks(swapping, root, { request, late });
    const main = mainTask(swapping, root, { request, prevented: oob.length + partials.length > 0 });
    carryOutAll(swapping, [...main, ...oob, ...partials], event);
    swapping.dropAll(late);
  } catch (error) {
    if (!(error instanceof Thrown)) throw error;
    const { dropped, facts, at } = error;
    const first = at ?? all[0] ?? makeNode({ tag: '' });
    swapping.drop(first, dropped, { ...facts, throws: 'yes', event });
    for (const node of all) if (node !== first) swapping.drop(node, 'after-exception', { event });
  }
  swapping.dropAll(lost);
}

interface Deciding {
  readonly request: SwapRequest;
  /** What was dropped during the search for targets. */
  readonly late: Dropped[];
}

function outOfBandTasks(swapping: Swapping, root: TreeNode, deciding: Deciding): readonly Task[] {
  const tasks: Task[] = [];
  const listed = deciding.request.selectOutOfBand ?? '';
  for (const part of listed === '' ? [] : listed.split(',')) {
    const [selector = '', value = 'true'] = part.split(/:(.*)/u);
    for (const element of selected(root, selector))
      tasks.push(...outOfBandTask(swapping, element, { value, deciding }));
  }
  const marked = descendants(root).filter((each) => marker(each) !== undefined);
  for (const element of marked) {
    const name = marker(element) ?? '';
    const value = element.attributes[name] ?? '';
    delete element.attributes[name];
    tasks.push(...outOfBandTask(swapping, element, { value, deciding }));
  }
  return tasks;
}

function marker(element: TreeNode): string | undefined {
  return ['hx-swap-oob', 'data-hx-swap-oob'].find((name) => element.attributes[name] !== undefined);
}

function selected(root: TreeNode, selector: string): readonly TreeNode[] {
  const parsed = parseSelector(selector);
  if (parsed.kind === 'invalid') throw new Thrown('invalid-selector', { selector });
  return parsed.kind === 'list' ? selectAll(root, parsed.matches) : [];
}

/** htmx 4 `#createOOBTask`. An element with neither an id nor a selector stays in the content. */
function outOfBandTask(
  swapping: Swapping,
  element: TreeNode,
  { value, deciding }: { readonly value: string; readonly deciding: Deciding },
): readonly Task[] {
  const id = element.attributes['id'] ?? '';
  const { spec, selector } = readOutOfBand(value, id === '' ? undefined : `#${escapeIdentifier(id)}`);
  if (selector === undefined) return [];
  const found = swapping.finder.all(selector, deciding.request.source);
  const facts = { selector, style: spec.style };
  if (found.kind === 'throws') throw new Thrown('invalid-selector', facts, element);
  const copy = clone(element);
  remove(element);
  if (foundCount(found) === 0) {
    deciding.late.push(swapping.dropped(copy, 'no-such-target', facts));
    return [];
  }
  const strip = spec.strip ?? !spec.style.startsWith('outer');
  return [{ fragments: [copy], nodes: [copy], via: 'out-of-band', selector, found, spec: { ...spec, strip } }];
}

/** htmx 4 `#processPartials`. */
function partialTasks(swapping: Swapping, root: TreeNode, deciding: Deciding): readonly Task[] {
  const tasks: Task[] = [];
  for (const partial of descendants(root).filter(
    (each) => each.tag === 'template' && each.attributes['hx'] !== undefined,
  )) {
    remove(partial);
    const { attributes, content } = partial;
    const id = attributes['id'] ?? '';
    const own = id === '' ? undefined : `#${escapeIdentifier(id)}`;
    const selector = (attributes['hx-target'] ?? attributes['data-hx-target']) || own;
    const spec = parseSwapSpec((attributes['hx-swap'] ?? attributes['data-hx-swap']) || 'innerHTML');
    if (attributes['type'] !== 'partial' || selector === undefined) {
      deciding.late.push(swapping.dropped(partial, 'partial', {}));
      continue;
    }
    // It is no `<template>` there, and htmx reads its content before it looks for the target.
    if (content === undefined) throw new Thrown('partial-in-image', { selector, style: spec.style }, partial);
    const found = swapping.finder.all(selector, deciding.request.source);
    if (found.kind === 'throws') throw new Thrown('invalid-selector', { selector, style: spec.style }, partial);
    if (foundCount(found) === 0)
      deciding.late.push(swapping.dropped(partial, 'no-such-target', { selector, style: spec.style }));
    tasks.push({ fragments: [partial], nodes: content.children, via: 'partial', selector, found, spec });
  }
  return tasks;
}

/** htmx 4 `#processMainSwap`. If nothing meaningful remains, it swaps only where `swapEmpty` allows it. */
function mainTask(
  swapping: Swapping,
  root: TreeNode,
  { request, prevented }: { readonly request: SwapRequest; readonly prevented: boolean },
): readonly Task[] {
  const spec = parseSwapSpec(request.swap === '' ? 'innerHTML' : request.swap);
  const body = root.children.find(({ tag }) => tag === 'body');
  const full = (body ?? root).children.some(isElement) || textContent(root).trim() !== '';
  if (spec.style !== 'delete' && !full && !(spec.swapEmpty ?? !prevented)) return [];
  const nodes = request.select === undefined ? root.children : [...selected(root, request.select)];
  // One that is inside another goes beside it.
  if (request.select !== undefined) for (const node of nodes) remove(node);
  const said = nodes.filter((node) => isElement(node) || saysSomething(node));
  const fragments = said.length === 0 ? [makeNode({ tag: '' })] : said;
  const asked = spec.target ?? request.target;
  if (typeof asked !== 'string') {
    return [{ fragments, nodes, via: 'main', selector: '', found: asked ?? one(request.source), spec }];
  }
  const found = swapping.finder.target(asked, request.source);
  if (found.kind === 'throws') throw new Thrown('invalid-selector', { selector: asked, style: spec.style });
  return [{ fragments, nodes, via: 'main', selector: asked, found, spec }];
}

const GONE = '#gone';

/** An element that htmx holds and that is no longer in the page, as what a selector led to. */
export function gone(): Found {
  return one(makeNode({ tag: GONE }));
}

/** An element that is known, as what a selector leads to. */
export function one(node: TreeNode): Found {
  return { kind: 'found', nodes: [node], unlisted: 0 };
}

/**
 * Those with a transition come after the others; where one of them throws, those after it are not carried out, and nobody is told (htmx 4
 * `#processTransitionQueue`). Those that wait come last, the shortest delay first.
 */
function carryOutAll(swapping: Swapping, tasks: readonly Task[], event: string): void {
  const others = tasks.filter(({ spec }) => spec.transition !== true);
  for (const task of others.filter(({ spec }) => spec.delay === undefined)) carryOut(swapping, task, event);
  let failed = false;
  for (const task of tasks.filter(({ spec }) => spec.transition === true)) {
    if (failed) for (const node of task.fragments) swapping.drop(node, 'after-exception');
    else failed = carryOut(swapping, task, undefined) === 'threw';
  }
  const late = others.flatMap((task) => (task.spec.delay === undefined ? [] : [{ task, delay: task.spec.delay }]));
  for (const { task } of late.toSorted((a, b) => a.delay - b.delay)) carryOut(swapping, task, event);
}

/** htmx 4 `#insertContent`. @param event of htmx, which tells of an error; undefined: none does */
function carryOut(swapping: Swapping, task: Task, event: string | undefined): 'done' | 'threw' {
  const { spec, found, selector } = task;
  if (found.kind === 'throws') return 'done';
  const facts = { selector, style: spec.style };
  if (foundCount(found) === 0) {
    if (task.via !== 'partial') for (const node of task.fragments) swapping.drop(node, 'no-such-target', facts);
    return 'done';
  }
  const thrown = event === undefined ? facts : ({ ...facts, throws: 'yes', event } as const);
  const stops = event === undefined;
  const { nodes, notes } = stripped(task);
  const effect = effectOf(spec.style);
  if (effect === undefined) {
    // Once for each target: elements of the page that the nodes preserve are taken out of it, and stay so.
    for (const _ of stops ? found.nodes.slice(0, 1) : found.nodes) keepPreserved(swapping.tree, nodes, 'own');
    for (const node of task.fragments) swapping.drop(node, 'unknown-style', thrown);
    return 'threw';
  }
  const isKept = ['none', 'deletes'].includes(effect);
  const order: SwapOrder = {
    fragments: task.fragments,
    via: task.via,
    selector,
    targets: found.nodes,
    unlisted: found.unlisted,
    style: spec.style,
    effect,
    nodes: effect === 'replaces-text' ? [makeNode({ tag: '', text: nodes.map(textContent).join('') })] : nodes,
    ...(isKept ? {} : ({ preserves: nodes, pantry: 'own' } as const)),
    thrown: { facts: thrown, stops },
    notes: isKept ? [] : notes,
  };
  const isGone = !found.nodes.some((node) => swapping.isAttached(node));
  if (isGone && found.nodes.length > 0 && found.unlisted === 0) {
    swapping.swapOutside(order);
    const why = found.nodes.every(({ tag }) => tag === GONE) ? 'target-left' : 'target-removed';
    for (const node of task.fragments) swapping.drop(node, why, facts);
    return 'done';
  }
  return swapping.swap(order);
}

/** For a body, and for an element swapped out of band with a style other than `outer…`: its children. For a `<template>`: its content. */
function stripped(task: Task): { readonly nodes: readonly TreeNode[]; readonly notes: readonly Note[] } {
  const first = task.nodes.find(isElement);
  const outer = first !== undefined && first.tag === 'body' && task.spec.strip === undefined;
  if (first === undefined || !(outer || task.spec.strip === true)) {
    const inert = task.via === 'out-of-band' && first?.tag === 'template';
    return { nodes: task.nodes, notes: inert ? ['inert-template'] : [] };
  }
  const inside = first.content?.children ?? first.children;
  const empty = inside.every((node) => !isElement(node) && !saysSomething(node));
  const notes: Note[] = task.via === 'out-of-band' ? ['outermost-stripped'] : [];
  return { nodes: inside, notes: empty ? [...notes, 'nothing-inside'] : notes };
}
