import { z } from 'zod';
import { absolutePath } from './absolute-path.ts';

/** A key of a file on the host of a member, or on a host: it is read there whenever it is needed. */
const secretOfHost = z.strictObject({
  /** A member's id, or a host's name. */
  from: z.string().min(1),
  file: absolutePath,
  /** Dotted, of a TOML file; or the name of a variable, of a file of variables. */
  key: z.string().min(1),
});

/** Of the API's key pair alone: the cluster's database has it. */
const secretOfDatabase = z.strictObject({ from: z.literal('database') });

/** What this machine has by itself: text, a variable's name, a file's path. */
export const ofThisMachine = [
  z.string(),
  z.strictObject({ env: z.string().min(1) }),
  z.strictObject({ file: z.string().min(1) }),
] as const;

/**
 * A secret as written in cluster.yaml: the value itself (the file is 0600), a variable's name, a file's path, or where
 * it is on a host.
 */
export const secretSource = z.union(
  [...ofThisMachine, secretOfHost, secretOfDatabase],
  'must be text (in quotes, where it looks like a number), { env: NAME }, { file: PATH } or { from: MEMBER, file: PATH, key: KEY }',
);
export type SecretSource = z.infer<typeof secretSource>;

/** One that this machine has by itself: it is needed also where no host can be reached. */
export const secretSourceHere = z.union(
  ofThisMachine,
  'must be text (in quotes, where it looks like a number), { env: NAME } or { file: PATH }',
);
