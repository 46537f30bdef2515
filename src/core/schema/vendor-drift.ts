import type { AllowedDrift } from './allowed-drift.ts';
import type { DriftKind } from './drift-kinds.ts';

/** One revision or model of the vendor's that says another thing than the other, and what that leaves behind. */
interface Leaving {
  readonly from: string;
  readonly to: string;
  /** From this line on it is fixed by a revision, and no longer allowed. */
  readonly until?: string;
  readonly reason: string;
  /** The trial that showed it, besides the revision that the reason names. */
  readonly trial: string;
  readonly left: Readonly<Partial<Record<DriftKind, readonly string[]>>>;
}

/**
 * What trials showed on hops whose every revision ran in the order of an unbroken history; where a hop was filled, only
 * what the named revision says by itself. The page's own copy showed the same wherever it went through.
 */
const leavings: readonly Leaving[] = [
  {
    from: '22.09',
    to: '22.09',
    reason: 'revision 1f55a65cfc4f calls the type "vfolderstatus", the models "vfolderoperationstatus"',
    trial: '22.09.0 → 22.09.1',
    left: {
      'type-missing': ['vfolderoperationstatus'],
      'type-extra': ['vfolderstatus'],
      'column-type': ['vfolders.status'],
      'default-other': ['vfolders.status'],
    },
  },
  {
    from: '22.09',
    to: '22.09',
    reason: 'the model of 22.09.5 lets the column be null, revision c53397a490be and later models do not',
    trial: '22.09.4 → 22.09.5, 22.09.5 → 22.09.10',
    left: { 'column-nullable': ['scaling_groups.use_host_network'] },
  },
  {
    from: '22.09',
    to: '22.09',
    reason: 'revision ac4e179c57fe says CHAR(32) and NOT NULL, the models text that may be null',
    trial: '22.09.12 → 22.09.15',
    left: { 'column-nullable': ['users.totp_activated'], 'column-type': ['users.totp_key'] },
  },
  {
    from: '22.09',
    to: '22.09',
    reason:
      'revision bedd92de93af makes neither the default nor the index that the models have; 3596bc12ec09 drops the column in 24.03.10',
    trial: '22.09.21 → 22.09.22, 23.03.0 → 23.03.2, 23.09.10 → 24.03.0',
    left: {
      'default-missing': ['kernels.role'],
      'index-missing': ['kernels: CREATE INDEX ON public.kernels USING btree (role)'],
    },
  },
  {
    from: '22.09',
    to: '23.03',
    until: '26.04',
    reason:
      'revision b6b884fbae1f makes a type "sessionresults" beside "sessionresult"; the models name now one, now the other, until 1cc9b47e0a8e leaves one',
    trial: '22.09.23 → 23.03.12, 25.14.5 → 25.15.12, 25.15.12 → 25.16.0',
    left: {
      'type-missing': ['sessionresults'],
      'type-extra': ['sessionresult', 'sessionresults'],
      'column-type': ['sessions.result'],
      'default-other': ['sessions.result'],
    },
  },
  {
    from: '22.09',
    to: '23.03',
    reason:
      'revision b6b884fbae1f takes the unique constraints away and makes no primary keys, nor the index of the new table; the models have them',
    trial: '22.09.23 → 23.03.12',
    left: {
      'constraint-missing': [
        'association_groups_users: PRIMARY KEY (user_id, group_id)',
        'sgroups_for_domains: PRIMARY KEY (scaling_group, domain)',
        'sgroups_for_groups: PRIMARY KEY (scaling_group, "group")',
        'sgroups_for_keypairs: PRIMARY KEY (scaling_group, access_key)',
      ],
      'index-missing': [
        "sessions: CREATE INDEX ON public.sessions USING btree (GREATEST('created_at'::text, 'terminated_at'::text))",
      ],
    },
  },
  {
    from: '22.09',
    to: '23.03',
    reason: 'revision 85984c98b90f adds a column, with a default, that the model never had',
    trial: '22.09.23 → 23.03.12',
    left: {
      'column-extra': ['endpoints.scaling_group'],
      'constraint-extra': ['endpoints: FOREIGN KEY (scaling_group) REFERENCES scaling_groups(name)'],
    },
  },
  {
    from: '23.03',
    to: '23.09',
    reason: 'revision 02535458c0b3 makes the table without a primary key',
    trial: '23.03.12 → 23.09.10',
    left: { 'constraint-missing': ['endpoint_tokens: PRIMARY KEY (id)'] },
  },
  {
    from: '24.09',
    to: '25.01',
    reason: 'revision 6e44ea67d26e drops the index and makes it no more',
    trial: '24.09.14 → 25.02.0',
    left: { 'index-missing': ['kernels: CREATE INDEX ON public.kernels USING btree (status, cluster_role)'] },
  },
  {
    from: '24.09',
    to: '25.01',
    reason: 'revision fb89f5d7817b says text, the model numeric',
    trial: '24.09.14 → 25.02.0',
    left: { 'column-type': ['endpoint_auto_scaling_rules.threshold'] },
  },
  {
    from: '25.04',
    to: '25.05',
    reason:
      'a revision makes the table, and a fresh install of 25.05 forgets it: its command does not load the model',
    trial: '25.04.0 → 25.05.2',
    left: { 'table-extra': ['audit_logs'] },
  },
  {
    from: '25.09',
    to: '25.10',
    reason:
      'revision 17ea44123131 made the table, and fresh installs of 25.10 to 25.12 forget it: their command does not load the model',
    trial: '25.09.1 → 25.10.1',
    left: { 'table-extra': ['event_logs'] },
  },
  {
    from: '25.10',
    to: '25.11',
    reason: 'revision bf39b34717d4 leaves the column without the default that the model gives it',
    trial: '25.10.1 → 25.11.4',
    left: { 'default-missing': ['sessions.user_uuid'] },
  },
  {
    from: '25.11',
    to: '25.12',
    reason: 'revisions 60bcbf00a96e and 643deb439458 say a shorter text than the models',
    trial: '25.11.4 → 25.12.1',
    left: {
      'column-narrower': ['object_permissions.status', 'roles.status', 'scope_permissions.status'],
    },
  },
  {
    from: '25.13',
    to: '25.14',
    until: '26.02',
    reason:
      'the models call the type "vfoldermountpermission" from 25.14.5 on, and no revision does before 26.02',
    trial: '25.13.4 → 25.14.5',
    left: {
      'type-missing': ['vfoldermountpermission'],
      'type-extra': ['vfolderpermission', 'vfoldermountpermission'],
      'column-type': [
        'vfolder_invitations.permission',
        'vfolder_permissions.permission',
        'vfolders.permission',
      ],
    },
  },
  {
    from: '25.16',
    to: '25.17',
    reason: 'revision b55309328455 takes the column off the type and leaves the type',
    trial: '25.16.0 → 25.17.1',
    left: { 'type-extra': ['notificationchanneltype'] },
  },
  {
    from: '25.18',
    to: '25.19',
    reason: 'revisions 3a8f1c2d4e5b and 4c9e2f3a5b6d make enum types where the models say text',
    trial: '25.18.1 → 25.19.2',
    left: {
      'column-type': [
        'deployment_auto_scaling_policies.comparator',
        'deployment_auto_scaling_policies.metric_source',
        'deployment_policies.strategy',
      ],
    },
  },
  {
    from: '25.19',
    to: '26.02',
    reason: 'the models of 26.02 forbid what no revision forbids: that these are empty',
    trial: '25.19.2 → 26.02.5',
    left: {
      'column-nullable': [
        'app_configs.created_at',
        'app_configs.modified_at',
        'domains.created_at',
        'domains.is_active',
        'domains.modified_at',
        'domains.total_resource_slots',
        'groups.total_resource_slots',
      ],
    },
  },
  {
    from: '25.19',
    to: '26.02',
    reason: 'revision f108628f032b says 64, the model of 26.02 more',
    trial: '25.19.2 → 26.02.5',
    left: { 'column-narrower': ['endpoints.resource_group'] },
  },
  {
    from: '26.02',
    to: '26.03',
    reason: 'revision 359f0bbd936c says 32, the model more',
    trial: '26.02.5 → 26.03.3',
    left: { 'column-narrower': ['endpoints.sub_step'] },
  },
  {
    from: '26.03',
    to: '26.04',
    reason: 'revisions f0b1c2d3e4a5, 6e104991787d and e3111d960208 say a shorter text than the models',
    trial: '26.03.3 → 26.04.16',
    left: {
      'column-narrower': [
        'deployment_history.handler_category',
        'deployment_revision_presets.deployment_strategy',
        'route_history.category',
      ],
    },
  },
  {
    from: '26.03',
    to: '26.04',
    reason:
      'revisions a7b8c9d0e1f2, 4b79df76c749 and 19e48e70b86a make constraints that the models do without',
    trial: '26.03.3 → 26.04.16',
    left: {
      'constraint-extra': [
        'deployment_revision_presets: FOREIGN KEY (image_id) REFERENCES images(id) ON DELETE RESTRICT',
        'deployment_revision_presets: FOREIGN KEY (runtime_variant) REFERENCES runtime_variants(id) ON DELETE RESTRICT',
        'login_sessions: UNIQUE (session_token)',
        'runtime_variant_presets: FOREIGN KEY (runtime_variant) REFERENCES runtime_variants(id) ON DELETE CASCADE',
      ],
    },
  },
  {
    from: '26.03',
    to: '26.04',
    reason: 'revision b16a619f26d5 says text, the model numeric',
    trial: '26.03.3 → 26.04.16',
    left: {
      'column-type': [
        'endpoint_auto_scaling_rules.max_threshold',
        'endpoint_auto_scaling_rules.min_threshold',
      ],
    },
  },
  {
    from: '26.08',
    to: '26.09',
    reason: 'revision c58b0d3a9e14 says integer, the model smallint',
    trial: '26.08.3 → 26.09.6',
    left: { 'column-type': ['role_permission_presets.permission'] },
  },
];

export const vendorDrift: readonly AllowedDrift[] = leavings.flatMap(({ left, trial, ...rest }) =>
  Object.entries(left).flatMap(([kind, objects]) =>
    objects.map((object) => ({
      ...rest,
      kind: kind as DriftKind,
      object,
      source: `seen in trials: ${trial}`,
    })),
  ),
);
