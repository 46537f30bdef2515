import type { Allowance } from './drift.ts';

interface ProxyDrift extends Allowance {
  readonly reason: string;
  readonly source: string;
}

const source =
  "measured: the coordinator's nine revisions on an empty database against a fresh install, 25.13.4 and 25.19.2";

/**
 * What a coordinator's database made by its revisions, as the vendor's installer made them up to 25.17, shows against
 * a fresh install. That its enum `proxyprotocol` lacks the newest values is missing, and never allowed.
 */
export const proxyDriftAllowed: readonly ProxyDrift[] = [
  ...[
    'circuits.created_at',
    'circuits.updated_at',
    'workers.created_at',
    'workers.updated_at',
    'workers.tls_advertised',
    'workers.tls_listen',
  ].map((object) => ({
    kind: 'column-nullable' as const,
    object,
    reason: 'the revision says NOT NULL, the model does not',
    source,
  })),
];
