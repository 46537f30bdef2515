import type { AllowedDrift } from './allowed-drift.ts';
import { vendorDrift } from './vendor-drift.ts';

const trials = 'measured: fill on real packages against a fresh install of the target';

/** Data. Add an entry only for what a database with an unbroken history of revisions shows as well. */
export const driftAllowed: readonly AllowedDrift[] = [
  ...['registry_name', 'url'].map((column) => ({
    from: '24.03',
    to: '24.09',
    kind: 'column-nullable' as const,
    object: `container_registries.${column}`,
    reason: 'revision 1d42c726d8a3 makes the column nullable, the model says NOT NULL',
    source: `${trials}: 24.03.11 → 24.09.4 and 24.03.11 → 24.09.14`,
  })),
  ...[
    'project_resource_policies.max_quota_scope_size',
    'project_resource_policies.max_vfolder_count',
    'user_resource_policies.max_customized_image_count',
    'user_resource_policies.max_quota_scope_size',
    'user_resource_policies.max_vfolder_count',
  ].map((object) => ({
    from: '23.09',
    to: '24.03',
    kind: 'default-left' as const,
    object,
    reason: 'the revision that added the column filled it by a default and left that behind',
    source: `${trials}: 23.09.10 → 24.03.11`,
  })),
  {
    from: '23.09',
    to: '24.03',
    kind: 'column-wider',
    object: 'endpoints.model_definition_path',
    reason: 'the revision says 512, the model 128',
    source: `${trials}: 23.09.10 → 24.03.11`,
  },
  ...(['column-wider', 'default-left'] as const).map((kind) => ({
    from: '23.09',
    to: '24.03',
    kind,
    object: 'endpoints.runtime_variant',
    reason: "the revision makes it unbounded with default 'custom', the model bounds it and has none",
    source: `${trials}: 23.09.10 → 24.03.11`,
  })),
  {
    from: '25.12',
    to: '25.13',
    kind: 'constraint-missing',
    object: 'artifact_revisions: PRIMARY KEY (id)',
    reason: 'revision 345551145801 makes the table without a primary key, the model has one',
    source: `${trials}: 25.12.1 → 25.13.4`,
  },
];

/**
 * What may differ after the hop between two lines. What was left behind on the way to `from` is still there,
 * so all hops up to `to` count, but for what a revision has fixed since.
 */
export function allowedUpTo(to: string): AllowedDrift[] {
  return [...driftAllowed, ...vendorDrift].filter(
    (one) => one.to <= to && (one.until === undefined || to < one.until),
  );
}
