import type { SandboxOptions } from '../../src/sandbox/sandbox.ts';

/** Who is told of progress, and who may end it. */
export type Told = Pick<SandboxOptions, 'onProgress' | 'signal'>;
