/** The runtime, the manifest and the dependencies of the learner's folder. */
export interface EnvironmentFacts {
  'env/old-runtime': { readonly runtime: string; readonly found: string; readonly needed: string };
  'env/program-missing': { readonly name: string };
  'env/no-folder': { readonly folder: string };
  'env/manifest-missing': { readonly file: string };
  'env/manifest-invalid': { readonly file: string; readonly problem: ManifestProblem };
  'env/dependency-not-listed': { readonly file: string; readonly name: string; readonly spec: string };
  /** `spec`: the version that the manifest asks for; `installed` is another. */
  'env/other-version': {
    readonly file: string;
    readonly name: string;
    readonly spec: string;
    readonly installed: string;
  };
  'env/dependency-missing': { readonly name: string; readonly install: string };
}

/** What is wrong with a package.json. `error`: as the parser says it. `field`: the member that is no object. */
export type ManifestProblem =
  | { readonly kind: 'syntax'; readonly error: string }
  | { readonly kind: 'not-an-object' }
  | { readonly kind: 'not-names-and-versions'; readonly field: string };
