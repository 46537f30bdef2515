import type { Statement } from '../../io/database/change.ts';

interface FixText {
  /** In words, for the one who has to agree. */
  readonly does: string;
  /** Subjects of the findings that it fixes; all of the check's unless told. */
  readonly subjects?: readonly string[];
}

/** What would fix a finding, as data: shown before it is done, and done by `app/actions` alone. */
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
    });
