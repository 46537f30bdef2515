import type { PythonSource } from '../../core/cluster/host-python.ts';
import type { Statement } from '../../io/database/change.ts';

interface FixText {
  /** In words, for the one who has to agree. */
  readonly does: string;
  /** Subjects of the findings that it fixes; by default all of the check. */
  readonly subjects?: readonly string[];
}

/** A fix as data: shown before it is done, and done by `app/actions` only. */
export type Fix =
  | (FixText & {
      readonly kind: 'sql';
      /** In one transaction. */
      readonly statements: readonly Statement[];
    })
  | (FixText & {
      readonly kind: 'etcd';
      /** Keys within the cluster's namespace, in one transaction. */
      readonly puts: readonly { readonly key: string; readonly value: string }[];
      readonly removes?: readonly string[];
    })
  | (FixText & {
      readonly kind: 'host';
      /** Written first, for all to read. */
      readonly files: readonly { readonly host: string; readonly path: string; readonly content: string }[];
      /** In order, as root on its host. */
      readonly commands: readonly { readonly host: string; readonly argv: readonly [string, ...string[]] }[];
    })
  | (FixText & {
      readonly kind: 'python';
      /** From a host, or from the operator's machine, to a host. */
      readonly copies: readonly (PythonSource & { readonly to: string })[];
    });
