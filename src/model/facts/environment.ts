/** The runtime, the manifest and the dependencies of the learner's folder. */
export interface EnvironmentFacts {
  'env/old-runtime': { readonly runtime: string; readonly found: string; readonly needed: string };
  'env/program-missing': { readonly name: string };
  'env/no-folder': { readonly folder: string };
  'env/manifest-missing': { readonly file: string };
  'env/manifest-invalid': { readonly file: string; readonly reason: string };
  'env/dependency-not-listed': { readonly file: string; readonly name: string; readonly spec: string };
  'env/dependency-missing': { readonly name: string; readonly install: string };
}
