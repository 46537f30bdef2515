import { compareVersions } from '../../core/versions/compare-versions.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { breakingRows, runs } from './breaking-rows.ts';

/** Later texts of the revision look first whether they can. Source: vendor's changelog of 24.09.8 and 25.03.2. */
function looksFirst(to: string): boolean {
  const isFrom = (version: string): boolean => compareVersions(parseVersion(to), parseVersion(version)) >= 0;
  return isFrom('25.03.2') || (to.startsWith('24.09.') && isFrom('24.09.8'));
}

/** 24.03 makes a project "model-store" in the domain "default", for all of its users (revision 308bcecec5c2). */
export const modelStore = breakingRows({
  code: 'database.model-store',
  revision: '308bcecec5c2',
  met: (hop) => runs('308bcecec5c2')(hop) && !looksFirst(hop.to),
  rows: {
    of: ['domains.name', 'project_resource_policies.name', 'groups.domain_name', 'users.domain_name'],
    select: `SELECT * FROM (VALUES
  ('no domain is called "default"', NOT EXISTS (SELECT 1 FROM domains WHERE name = 'default')),
  ('no project resource policy is called "default"', NOT EXISTS (SELECT 1 FROM project_resource_policies WHERE name = 'default')),
  ('the domain "default" has no user', NOT EXISTS (SELECT 1 FROM users WHERE domain_name = 'default')),
  ('a project "model-store" is there already', EXISTS (SELECT 1 FROM groups WHERE name = 'model-store' AND domain_name = 'default'))
) AS o (obstacle, stands) WHERE stands`,
  },
  says: () =>
    'the migration makes a project "model-store" for the users of the domain "default", and cannot do so here',
  manual:
    'create what is missing, rename what exists already, or choose a target from 24.09.13 or 25.03.2 on, which looks first',
  source: 'vendor issue 3815',
});
