import type { Excess } from '../model/observed.ts';

/** `4 MB`, `16 kB`. */
export function sizeWords(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} kB` : `${Math.round(bytes / (1024 * 1024))} MB`;
}

/** What was too much, as the end of a sentence. */
export function excessWords({ of, most }: Excess): string {
  switch (of) {
    case 'bytes':
      return `its body has more than ${sizeWords(most)}`;
    case 'unpacked':
      return `its compressed body has more than ${sizeWords(most)} when it is unpacked`;
    case 'markup':
      return `besides what its \`data:\` addresses contain, its body has more than ${sizeWords(most)}`;
    case 'head':
      return `its headers have more than ${sizeWords(most)}`;
    case 'interim':
      return `more than ${most} answers came that only announce one (status 100 to 199)`;
    case 'redirects':
      return `it was redirected more than ${most} times`;
    case 'time':
      return `it began and had not ended after ${most} ms`;
  }
}
