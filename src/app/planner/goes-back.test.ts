import { expect, it } from 'vitest';
import { loadCatalog } from '../../core/catalog/load-catalog.ts';
import { findPath } from '../../core/path/find-path.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { goesBack } from './goes-back.ts';

const refused = (from: string, to: string) =>
  goesBack(findPath(loadCatalog(), parseVersion(from), parseVersion(to), { policy: 'schema' }).hops).map(
    ({ code, severity, subject }) => [code, severity, subject],
  );

it.each([
  ['26.04.16', '26.07.0', [['schema.goes-back', 'blocker', '26.04.16 → 26.07.0']]],
  ['26.04.16', '26.09.6', []],
  ['23.09.10', '24.03.11', []],
])('%s → %s', (from, to, findings) => {
  expect(refused(from, to)).toEqual(findings);
});
