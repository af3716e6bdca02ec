import { dialectOf } from '../htmx/index.ts';

/** The htmx that this chapter teaches. Not beside the contract: the command line reads that one without loading the model of htmx. */
export const DIALECT = dialectOf('2');
