import type { Strangers } from './context.ts';

/** Where nobody works beside the services of a cluster: that of copies, or a simulated one. */
export const noStrangers: Strangers = {
  inPlaceOf: async () => [],
  atDatabase: async () => [],
};
