import { z } from 'zod';
import { absolutePath } from './absolute-path.ts';

const words = 'must be an absolute path, or { from: MEMBER, file: PATH }';

/** A file of certificates, or of a key. */
const pemFile = z.union(
  [
    z.string().regex(/^\//, words),
    z.strictObject({
      /** A member's id, or a host's name. */
      from: z.string().min(1),
      file: absolutePath,
    }),
  ],
  words,
);
export type PemFile = z.infer<typeof pemFile>;

const verifies = 'is for mode: verify';

/** How a connection to a server is secured: one of these modes, alone or with what it is proven by. */
export function serverTls<const Mode extends string>(modes: readonly [Mode, ...Mode[]]) {
  const mode = z.enum(modes);
  const withFiles = z
    .strictObject({
      mode,
      /** What the server is trusted by, in the place of the authorities that this machine knows. */
      ca: pemFile.optional(),
      /** What we are known by. */
      cert: pemFile.optional(),
      key: pemFile.optional(),
      /** What the server's certificate has to name, where that is not its address. */
      name: z.string().min(1).optional(),
    })
    .superRefine((tls, context) => {
      const wrong = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (tls.mode !== 'verify')
        for (const key of ['ca', 'name'] as const) if (tls[key] !== undefined) wrong(key, verifies);
      if ((tls.cert === undefined) !== (tls.key === undefined))
        wrong(tls.cert === undefined ? 'cert' : 'key', 'is needed: cert and key go together');
      if (tls.cert !== undefined && tls.mode !== 'verify' && tls.mode !== 'require')
        wrong('cert', 'is for mode: require or verify');
    });
  return z.union(
    [mode, withFiles],
    `must be ${modes.join(', ')}, or { mode: verify, ca: FILE, cert: FILE, key: FILE, name: NAME }`,
  );
}

/** As cluster.yaml says it. */
export type DeclaredTls = z.infer<ReturnType<typeof serverTls<'off' | 'prefer' | 'require' | 'verify'>>>;

/** With all that it is proven by. */
export function withFiles(declared: DeclaredTls): Exclude<DeclaredTls, string> {
  return typeof declared === 'string' ? { mode: declared } : declared;
}
