import { expect, it } from 'vitest';
import { path } from '../../../app/actions/path.ts';
import { schemaRoute } from '../../../app/actions/schema-route.ts';
import { plain } from '../paint.ts';
import { pathText } from './path.ts';
import { schemaRouteText } from './schema-route.ts';

function said(words: string, exact = false): string {
  return pathText(path({ versions: words.split(' '), exact, policy: 'page', accept: [] }), { exact }, plain);
}

it('shows a path with why it halts where it halts, and a shorter one', () => {
  expect(said('23.9.8 24.9.6')).toMatchInlineSnapshot(`
    "23.09.8 → 24.09.6   3 hops, policy: page

      1  23.09.8  → 23.09.10   minor   the latest 23.09, needed before a major upgrade (23.09.9 was never published)
                               database: 4 revisions, upgrade
      2  23.09.10 → 24.03.11   major   the latest 24.03, from which the next line can be reached; Python 3.11 → 3.12
                               database: 16 revisions, fill: \`alembic upgrade head\` would skip 6 of them in silence
      3  24.03.11 → 24.09.6    major   the latest 24.09
                               database: 10 revisions, fill: \`alembic upgrade head\` would skip 4 of them in silence

      Manual    hosts with NVIDIA cards need nvidia-docker2 or the container toolkit (hop 1)
                the interface for importing images is gone (hop 2, optional)
                a proxy written in Python can take the place of the old one (hop 2, optional)
                fill in the credentials of registries that the migration made up for unknown images (hop 3, optional)
                PostgreSQL 16 is what 24.09 is tested with (hop 3, optional)
      Risks     agent-registry-pickle (hops 2 and 3): a new agent may not read what the old one wrote down of its sessions; the check workloads.running looks for it
                mig-group-type-default-domain (hop 2): the migration adds a project “model-store” to the domain “default”
                mig-infinite-loop-occupying-slots (hop 2): a session over several kernels without recorded slots can keep the migration running for ever
                etcd-registry-project-required (hop 3): a registry without a project stops the migration; the check etcd.registry-project looks for it
                mig-vfolder-domain-null (hop 3): a folder whose owner is gone stops the migration; the check database.vfolder-orphans looks for it
                29 more need nothing from you: --verbose shows them, with reasons and sources

      Shorter, but not allowed by the page: 23.09.8 → 23.09.10 → 24.09.6: baiup path 23.09.8 24.09.6 --policy schema"
  `);
});

it('shows a refusal with the rule, where it comes from, and a way out', () => {
  expect(said('23.09.9 24.03.0', true)).toMatchInlineSnapshot(`
    "Refused: 23.09.9 → 24.03.0

      ✗ exit-release a major upgrade starts from the very latest minor of its line: 23.09.10, published 2024-03-27
                     rule of the page; source: vendor's page, “Performing major upgrade”

      Legal instead: 23.09.9 → 23.09.10 → 24.03.0"
  `);
  expect(said('24.09.4 24.03.11')).toMatchInlineSnapshot(`
    "Refused: 24.09.4 → 24.03.11

      ✗ downgrade 24.03.11 is older than 24.09.4, and an upgrade never goes down

      Next: baiup rollback RUN goes back to where a run began; baiup runs lists them"
  `);
});

it('has nothing to do where it is already', () => {
  expect(said('24.03.11 24.03.11')).toBe('Already at 24.03.11: nothing to do.');
});

it('shows a database route', () => {
  expect(schemaRouteText(schemaRoute('24.03.11', '24.09.4'), plain)).toMatchInlineSnapshot(`
    "24.03.11 → 24.09.4   database: fill
      the target places 4 revisions before the source's head: \`alembic upgrade head\` would skip them in silence

      run 8          31463788c713 d7df3baf3779 fdb2dcdb8811 c4b7ec740b36 20218a73401b 1d42c726d8a3
                     7c8501cec07b e9e574a6e22d
      of them fill 4 31463788c713 d7df3baf3779 fdb2dcdb8811 c4b7ec740b36"
  `);
});

it.each([
  [['24.03.10'], {}, 'path.versions'],
  [['24.03.10', '24.03.11', '24.09.4'], {}, 'path.versions'],
  [['24.03.10', 'newest'], {}, 'version.malformed'],
  [['24.03.10', '24.09.4'], { asOf: '2024-13-40' }, 'date.malformed'],
])('%j %j is wrong usage', (versions, more, code) => {
  expect(() => path({ versions, exact: false, policy: 'page', accept: [], ...more })).toThrowError(
    expect.objectContaining({ code, exit: 64 }),
  );
});

it.each([
  ['24.09.4', '24.03.11'],
  ['24.03.11', '24.09.8'],
  ['24.03.11', '24.09.7'],
  ['22.03.1', '23.03.0'],
])('refuses the route %s → %s', (from, to) => {
  expect(() => schemaRoute(from, to)).toThrowError(
    expect.objectContaining({ code: 'schema.route-refused', exit: 2 }),
  );
});
