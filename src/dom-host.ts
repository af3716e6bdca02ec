import { ownFileFor } from './htmx/cdn.ts';
import { runHost } from './observe/page/dom/host.ts';

// The program of the child process in which pages run in jsdom; the build makes one file of it.
const [, , packages = '{}'] = process.argv;
runHost({ substitute: ownFileFor, packages: JSON.parse(packages) as Readonly<Record<string, string>> });
