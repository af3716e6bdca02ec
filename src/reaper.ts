import { reap } from './servers/reap.ts';

// The program of the process that ends what a killed tutor has left; the build makes one file of it.
reap(process.argv.slice(2).join('='));
