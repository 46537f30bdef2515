import { createHash } from 'node:crypto';

const path = createHash('sha256')
  .update(import.meta.dirname)
  .digest('hex')
  .slice(0, 8);

/** The lab that `npm test` brings up: each checkout has its own. */
export const smallLab = { name: `test-small-${path}`, shape: 'small', version: '24.03.10' } as const;
