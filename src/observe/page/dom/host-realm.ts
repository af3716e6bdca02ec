import events from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import stream from 'node:stream';
import tls from 'node:tls';
import url from 'node:url';
import zlib from 'node:zlib';

// jsdom gives a page objects of this process's own realm, and behind them are its built-in prototypes. Whoever replaces a method there is handed
// what this process calls it on: `EventEmitter.prototype.emit` once led to `process`. So all of them are made unchangeable, as SES's `lockdown`
// and Node's `--frozen-intrinsics` do for those of the language (the flag takes 70 ms of each start, and does not know Node's own).

const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf, preventExtensions } = Object;
const { ownKeys } = Reflect;

/**
 * Properties that many a program gives to an object of its own by assignment, which a frozen one of its prototype would forbid (the "override
 * mistake").
 */
const OVERRIDDEN: ReadonlySet<PropertyKey> = new Set([
  ...['constructor', 'hasOwnProperty', 'message', 'name', 'toJSON', 'toLocaleString', 'toString', 'valueOf'],
]);

/** Node and packages assign the first. The second looks like a method of each handle, and is a slot of the system's. */
const LEFT: ReadonlySet<PropertyKey> = new Set(['stackTraceLimit', 'onread']);

const locked = new WeakSet<object>();

/**
 * Makes the built-in objects of this realm, and those of Node, unchangeable. Call once everything is loaded, before the first page is.
 * @param handles the classes of the system's handles
 */
export function lockRealm(handles: readonly object[]): void {
  // It would be called with the frames of every error of this realm.
  defineProperty(Error, 'prepareStackTrace', { value: undefined, writable: false, configurable: false });
  for (const name of ownKeys(globalThis)) {
    const value = getOwnPropertyDescriptor(globalThis, name)?.value as unknown;
    if (value !== globalThis && value !== process) lockClass(value);
  }
  // Those that no global names.
  const functions = [async () => undefined, function* () {}, async function* () {}];
  for (const each of functions) lockChain((each as { readonly prototype?: unknown }).prototype);
  const iterators = [[].values(), ''[Symbol.iterator](), new Map().keys(), new Set().keys(), 'a'.matchAll(/a/gu)];
  for (const each of [...functions, ...iterators]) lockChain(getPrototypeOf(each));
  for (const exported of [events, http, https, net, stream, tls, url, zlib] as readonly object[]) {
    lockChain(exported);
    for (const value of Object.values(exported)) lockClass(value, true);
  }
  for (const handle of handles) lockChain(handle, true);
}

/** A constructor with its prototypes, or a namespace such as `Math`. @param ofNode whose methods Node replaces in single objects */
function lockClass(value: unknown, ofNode = false): void {
  if (typeof value === 'function') lockChain((value as { readonly prototype?: unknown }).prototype, ofNode);
  lockChain(value);
}

function lockChain(first: unknown, ofNode = false): void {
  for (let each = first; isObject(each) && !locked.has(each); each = getPrototypeOf(each) as unknown) {
    locked.add(each);
    for (const key of ownKeys(each)) lock(each, key, ofNode);
    preventExtensions(each);
  }
}

function lock(holder: object, key: PropertyKey, ofNode: boolean): void {
  const own = getOwnPropertyDescriptor(holder, key);
  if (own?.configurable !== true || LEFT.has(key)) return;
  const isMethod = typeof own.value === 'function';
  const isReplaced = OVERRIDDEN.has(key) || (isMethod && (ofNode || holder === Object.prototype));
  if ('value' in own && own.writable === true && isReplaced) allowOverride(holder, key, own);
  else if (isMethod) defineProperty(holder, key, { configurable: false, writable: false });
  // Of Node's own, it may be the first value of what each instance has for itself: `_events`.
  else if (!ofNode) defineProperty(holder, key, { configurable: false });
}

/** The property cannot be changed here, and can be given to an object that inherits it. */
function allowOverride(holder: object, key: PropertyKey, { value, enumerable = false }: PropertyDescriptor): void {
  defineProperty(holder, key, {
    enumerable,
    configurable: false,
    get: () => value as unknown,
    set(this: unknown, given: unknown) {
      if (this === holder || !isObject(this))
        throw new TypeError(`Cannot assign to read only property '${String(key)}'`);
      defineProperty(this, key, { value: given, writable: true, enumerable: true, configurable: true });
    },
  });
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
