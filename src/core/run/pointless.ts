import type { Failure } from './event.ts';

/** Of a step that only waited, and was given up because another had failed: it says nothing of what it waited for. */
export const pointlessCode = 'step.pointless';

export const isPointless = (failure: Pick<Failure, 'code'> | undefined): boolean =>
  failure?.code === pointlessCode;
