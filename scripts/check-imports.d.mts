/** A violation of the import rules: a file relative to the checked folder, a line, and what the rule is. */
export interface ImportFault {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

/** Checks a tree of TypeScript sources against its files `imports.list`. @param root absolute path of the folder that is called src/ */
export function checkImports(root: string): readonly ImportFault[];
