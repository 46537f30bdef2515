/**
 * Frees what is no longer needed, now rather than in the middle of what comes next. Only where Node.js was started so,
 * as bin/baiup does.
 */
export const freeMemory = (): void => globalThis.gc?.();
