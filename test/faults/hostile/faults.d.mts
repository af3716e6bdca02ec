/** By the name of the fault. */
export const FAULTS: Readonly<Record<string, object>>;
