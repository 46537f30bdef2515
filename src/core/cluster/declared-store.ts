import { z } from 'zod';
import { secretSourceHere } from './secret-source.ts';
import { serverTls } from './server-tls.ts';

/** Where runs are kept that several machines share, in the place of files on each. */
export const declaredStore = z.strictObject({
  /** A database of their own; never one that is upgraded. */
  postgres: z.strictObject({
    host: z.string().min(1),
    port: z.int().min(1).max(65535).default(5432),
    name: z.string().min(1),
    user: z.string().min(1),
    password: secretSourceHere,
    /** `verify` unless told: who answers is proven. */
    tls: serverTls(['off', 'require', 'verify']).default('verify'),
    /** Seconds after which a driver gives up a store that it has lost; 300 unless told. */
    lostAfter: z.int().min(1).optional(),
  }),
});
export type DeclaredStore = z.infer<typeof declaredStore>;
