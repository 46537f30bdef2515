import { z } from 'zod';
import { absolutePath } from './absolute-path.ts';
import { hookEvents } from './hook-events.ts';
import { ofThisMachine } from './secret-source.ts';

/** A value that nobody else may see: text, a variable's name, or a file's path. */
const hidden = z.union(ofThisMachine, 'must be text in quotes, { env: NAME } or { file: PATH }');

/** `json`: the whole notice. `slack`: `{"text": …}`, as Slack and what imitates it take it. */
const formats = ['json', 'slack'] as const;

const webhook = z.strictObject({
  /** Often a secret itself. */
  url: hidden,
  /** Signs each message. */
  secret: hidden.optional(),
  format: z.enum(formats).optional(),
  /** A file of certificates on this machine that are trusted in the place of its own. */
  certificate: absolutePath.optional(),
});

/** Whom a run tells of what happens in it, as cluster.yaml declares it. */
export const declaredHook = z
  .strictObject({
    name: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be a short lower-case name like chat'),
    /** What it is told of; everything unless told. */
    on: z.array(z.enum(hookEvents)).min(1).optional(),
    /** A program with its arguments. */
    command: z.tuple([z.string().min(1)], z.string()).optional(),
    webhook: webhook.optional(),
    /** Seconds for one try; ten unless told. */
    timeout: z.int().min(1).max(60).optional(),
    /** Seconds after which a notice is given up; 300 unless told. */
    retryFor: z.int().min(0).max(3600).optional(),
  })
  .superRefine(({ command, webhook: web }, context) => {
    if ((command === undefined) === (web === undefined))
      context.addIssue({ code: 'custom', path: [], message: 'must have either command or webhook' });
  });
export type DeclaredHook = z.infer<typeof declaredHook>;
