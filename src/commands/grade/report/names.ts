/** How `grade` prints its result. */
export const FORMATS = ['table', 'json', 'junit', 'tap', 'github', 'csv'] as const;

export type Format = (typeof FORMATS)[number];
