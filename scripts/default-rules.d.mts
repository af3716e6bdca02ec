import type { Plugin } from 'esbuild';

/** The source of a function that jsdom gets. */
export const DEFAULT_RULES_FOR: string;
export const rulesByName: Plugin;
