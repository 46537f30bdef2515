import { createHash } from 'node:crypto';

const checkout = createHash('sha256')
  .update(import.meta.dirname)
  .digest('hex')
  .slice(0, 8);

/** Labs of tests are their checkout's own: another one's tests take none of them away. */
export const labName = (tests: string): string => `test-${tests}-${checkout}`;
