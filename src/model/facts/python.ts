/** The interpreter, its packages, and what FastAPI and Starlette require of an application. */
export interface PythonFacts {
  /** `named`: the one that an option named, so that no other was tried. */
  'python/not-found': {
    readonly tried: readonly string[];
    readonly needed: string;
    readonly install: string;
    readonly named?: string;
  };
  'python/too-old': {
    readonly python: string;
    readonly found: string;
    readonly needed: string;
    readonly install: string;
  };
  'python/requirements-missing': { readonly file: string };
  'python/requirement-unreadable': { readonly file: string; readonly text: string };
  'python/requirement-not-listed': { readonly file: string; readonly name: string };
  /** `python`: the interpreter as typed. `install`: the command that installs it; empty: a virtual environment must be created. */
  'python/package-missing': {
    readonly name: string;
    readonly python: string;
    readonly install: string;
    readonly error: string;
  };
  'python/name-shadows': { readonly file: string; readonly name: string };
  /** `call`: as Python's warning names it, `WebSocket.send_text`. */
  'python/not-awaited': { readonly call: string };
  /** `TemplateResponse` was called in a form that the installed Starlette does not accept. */
  'python/template-call': { readonly wants: 'name-first' | 'request-first'; readonly error: string };
  /**
   * uvicorn was given `target` and did not find it: the module, or the variable in it; or `target` is not of the form `module:variable`;
   * or it was given the application itself where it needs such a name (`target` is empty). `files`: modules in the folder.
   */
  'python/no-app': {
    readonly target: string;
    readonly missing: 'module' | 'variable' | 'colon' | 'name';
    readonly files?: readonly string[];
  };
}
