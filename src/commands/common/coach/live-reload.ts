/** Files that pages are made of. A script or a style is one that a page has asked for: the server's own may have the same ending. */
const TEMPLATE = /\.(?:html?|xhtml|j2|jinja2?|njk|ejs|hbs|handlebars|mustache|pug|liquid|twig|tmpl|tpl|eta|ep|erb)$/iu;

export interface LiveReloadOptions {
  /** Whether a page has asked for a file of this name. */
  readonly hasServed: (name: string) => boolean;
  readonly reload: (file: string) => void;
}

/** Has the pages load again when a file of theirs was saved, once the server that each save restarts answers again. */
export class LiveReload {
  readonly #options: LiveReloadOptions;
  /** The file because of which pages are to load again. */
  #file: string | undefined;
  /** A restart of the server is to come. */
  #isDue = false;

  constructor(options: LiveReloadOptions) {
    this.#options = options;
  }

  /** A group of files was changed; the server is restarted for it. */
  changed(files: readonly string[]): void {
    this.#isDue = true;
    this.#file ??= files.find((file) => TEMPLATE.test(file) || this.#options.hasServed(file.split('/').at(-1) ?? ''));
  }

  /** The server is being started, with the files as they are now. */
  starts(): void {
    this.#isDue = false;
  }

  /** The server answers. With another restart to come, a page would load while nothing does. */
  ready(): void {
    if (this.#isDue || this.#file === undefined) return;
    const file = this.#file;
    this.#file = undefined;
    this.#options.reload(file);
  }
}
