/** An editor that opens a file, and saves into it when it is told to by a line on its standard input: `node late-editor.mjs FILE TEXT`. */
import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';

const [file, text] = process.argv.slice(2);
const handle = openSync(file, 'r+');
process.stdout.write('open\n');
readSync(0, Buffer.alloc(1));
ftruncateSync(handle);
writeSync(handle, text, 0);
closeSync(handle);
