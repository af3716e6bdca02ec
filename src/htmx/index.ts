import type { Dialect } from './dialect.ts';
import { v1 } from './v1/index.ts';
import { v2 } from './v2/index.ts';
import { v4 } from './v4/index.ts';

export type * from './dialect.ts';
export type * from './disposition.ts';

/** All dialects, the oldest first. */
export const DIALECTS: readonly Dialect[] = [v1, v2, v4];

/** The dialect of a version such as `2.0.11`, by its major. Unknown version: htmx 2, which most pages load. */
export function dialectOf(version: string | undefined): Dialect {
  const major = Number(/^\s*v?(\d+)/u.exec(version ?? '')?.[1] ?? 2);
  if (major <= 1) return v1;
  return major >= 4 ? v4 : v2;
}
