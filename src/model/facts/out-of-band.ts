/** `selector`: the one in the reply's `hx-swap-oob`. `partial`: an `<hx-partial>`. `envelope`: the JSON of a message of htmx 4. `attribute`: one of the page. */
export type TargetNamed = 'selector' | 'partial' | 'envelope' | 'attribute';

/** What happens to a WebSocket message that htmx swaps out of band. */
export interface OutOfBandFacts {
  /** `escaped`: the text is HTML whose own tags were escaped with the message. `text`: what the source sends, as it is between tags of a template. */
  'oob/plain-text': { readonly sent: string; readonly escaped?: 'whole'; readonly text?: string };
  /** The HTML is inside JSON. `member`: the member of an object that contains it. `call`: the call in the server's source that makes the JSON; empty: none was found. */
  'oob/json-text': {
    readonly sent: string;
    readonly holds: 'string' | 'list' | 'object';
    readonly member?: string;
    readonly call: string;
  };
  /** `call`: what the server's source renders templates with; empty: nothing was found. */
  'oob/whole-page': { readonly sent: string; readonly call: string };
  /** `id` '': it has one that is empty, on which htmx throws, so that what follows in the message is lost too. Absent: it has none. `outOfBand`: its `hx-swap-oob`. */
  'oob/no-id': {
    readonly tag: string;
    readonly id?: '';
    readonly outOfBand?: string;
    /** Parts that name their own targets are inside the element. */
    readonly holds?: 'parts';
  };
  /** `named`: what names the target; absent: the id of the reply's element. */
  'oob/no-such-target': {
    readonly selector: string;
    readonly ids: readonly string[];
    readonly named?: TargetNamed;
    /** Tag of what an earlier message put in the place of the target, which is not that any more. */
    readonly gone?: string;
  };
  /** `part`: the reply's outermost element, with its swap style, and the selector that `hx-swap-oob` names; undefined: there was none to read. */
  'oob/replaces': {
    readonly first: string;
    readonly second: string;
    readonly part: { readonly tag: string; readonly style: string; readonly selector?: string } | undefined;
  };
  /** A modifier of `hx-swap` in `hx-swap-oob`. `value`: the attribute. `modifier`: `scroll:bottom`. `style`: what is left without it. */
  'oob/modifier': { readonly value: string; readonly modifier: string; readonly style: string };
  'oob/invalid-selector': { readonly selector: string };
  /** The outermost element is a `<template>`. `holds`: parts of a table, or other elements. */
  'oob/template': { readonly holds: 'rows' | 'elements'; readonly outOfBand: string | undefined };
  /** A part of a table behind or inside other HTML, whose tags the parser drops. `id`: its own; absent: it has none. */
  'oob/table-part': { readonly tag: string; readonly id?: string };
  /** The reply's outermost element is an item that is added without itself. `list`: the target, as a start tag begins: `ul id="notes"`. */
  'oob/item-stripped': { readonly tag: string; readonly list: string; readonly style: string };
  /** The reply's outermost element has an id of its own and is added to `selector` without itself. */
  'oob/box-stripped': {
    readonly tag: string;
    readonly id: string;
    readonly selector: string;
    readonly style: string;
  };
  /** A part with `hx-swap-oob` is inside another one, with the tag `outer`. htmx 1 and 2 alone. */
  'oob/nested': { readonly id: string; readonly tag: string; readonly outer: string };
  'oob/replaces-connector': { readonly id: string };
  'oob/wrong-order': { readonly first: string; readonly second: string };
}
