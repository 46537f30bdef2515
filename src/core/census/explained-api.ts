import type { Version } from '../versions/version.ts';
import { parseRange } from '../versions/version-range.ts';
import type { CensusDifference, CensusDifferenceKind } from './difference.ts';

interface ExplainedAnswer {
  /** `images`, `limits`: a question of the API. */
  readonly what: string;
  readonly kinds: readonly CensusDifferenceKind[];
  /** The releases that a hop comes from and goes to. */
  readonly from: string;
  readonly to: string;
  /** Of those only: what identifies them. */
  readonly only?: RegExp;
  readonly reason: string;
  readonly source: string;
}

/** Data. An entry says what a release answers otherwise on every cluster. */
export const explainedAnswers: readonly ExplainedAnswer[] = [
  {
    // Going back gives them nothing: the older proxy has started anew as well.
    what: 'endpoints',
    kinds: ['cell-other'],
    from: '>=24.03.7 <25.13',
    to: '>=24.03.7',
    reason:
      'wsproxy forgets endpoints when it ends; `POST /services/ID/sync` has managers tell a proxy of one again',
    source: '`add_circuit` in `wsproxy/registry.py`, and `sync` in `manager/api/service.py` (24.03.11)',
  },
  ...[
    { from: '<23.03.7', to: '>=23.03.7 <25.15.2' },
    { from: '>=25.06.17 <25.07', to: '>=25.07 <25.15.2' },
  ].map((hop) => ({
    ...hop,
    what: 'keypairs',
    kinds: ['row-missing' as const],
    reason: 'the list leaves out keypairs of users who are in no project',
    source:
      '`KeyPair.load_slice` in `manager/models/keypair.py`, and in `gql_models/keypair.py` from 25.06 on',
  })),
];

/** Why the API answers otherwise, by the releases alone. */
export function explainsAnswer(
  { what, kind, key = '' }: { readonly what: string } & Pick<CensusDifference, 'kind' | 'key'>,
  { from, to }: { readonly from: Version; readonly to: Version },
  known = explainedAnswers,
): Pick<ExplainedAnswer, 'reason' | 'source'> | undefined {
  return known.find(
    (each) =>
      each.what === what &&
      each.kinds.includes(kind) &&
      (each.only?.test(key) ?? true) &&
      parseRange(each.from).has(from) &&
      parseRange(each.to).has(to),
  );
}
