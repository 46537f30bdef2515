import type { Statement } from '../../io/database/change.ts';
import type { CheckInput } from './check.ts';

interface FixText {
  /** In words, for the one who has to agree. */
  readonly does: string;
  /** Subjects of the findings that it mends; all of the check's unless told. */
  readonly subjects?: readonly string[];
}

/** What would mend a finding, as data: shown before it is done, and done by `app/actions` alone. */
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

/** How a check's findings are mended. */
export interface Mend {
  /** What has to be given after `CODE=`; absent where nothing has to be. */
  readonly value?: { readonly name: string; readonly brief: string };
  /**
   * Pure: from what was observed, and asked for only where the check found something.
   * @throws BaiupError `fix.value-wrong` (exit 64) for a value that cannot be right
   */
  readonly fix: (input: CheckInput, value: string) => Fix;
}
