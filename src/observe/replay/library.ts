import { originOf } from '../../model/credentials.ts';

/** Recorded answers by what asks for them. Each is given once, in the order of the recording; the last one is given again. */
export class Library<T extends { readonly url: string; readonly method?: string }> {
  readonly #exact = new Map<string, T[]>();
  readonly #byPath = new Map<string, T[]>();

  constructor(recorded: readonly T[]) {
    for (const each of recorded) {
      const { exact, path } = keysOf(each.method ?? 'GET', new URL(each.url));
      this.#exact.set(exact, [...(this.#exact.get(exact) ?? []), each]);
      this.#byPath.set(path, [...(this.#byPath.get(path) ?? []), each]);
    }
  }

  /** The next answer to this request; one of the same path where the query differs, as that of a cache does. */
  take(method: string, url: URL): T | undefined {
    const { exact, path } = keysOf(method, url);
    return next(this.#exact.get(exact)) ?? next(this.#byPath.get(path));
  }

  /** As `take`, but each answer is given only once. */
  takeOnce(url: URL): T | undefined {
    const { exact, path } = keysOf('GET', url);
    const found = this.#exact.get(exact) ?? this.#byPath.get(path);
    return found?.shift();
  }

  has(method: string, url: URL): boolean {
    const { exact, path } = keysOf(method, url);
    return this.#exact.has(exact) || this.#byPath.has(path);
  }
}

function next<T>(found: T[] | undefined): T | undefined {
  return found !== undefined && found.length > 1 ? found.shift() : found?.[0];
}

function keysOf(method: string, url: URL): { readonly exact: string; readonly path: string } {
  const path = `${method} ${originOf(url)}${url.pathname}`;
  return { exact: `${path}${url.search}`, path };
}
