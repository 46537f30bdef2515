import { z } from 'zod';

/** A path as cluster.yaml names it on a host. */
export const absolutePath = z.string().regex(/^\//, 'must be an absolute path');
