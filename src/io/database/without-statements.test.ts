import { expect, it } from 'vitest';
import { withoutStatements } from './without-statements.ts';

const ours = '`pg_restore --jobs=2` on here ended with exit code 1:';
const why = 'pg_restore: error: could not execute query: ERROR:  role "reporter" does not exist';
const died = 'pg_restore: error: a worker process died unexpectedly';
const statement = [
  'Command was: CREATE USER MAPPING FOR reporter SERVER s OPTIONS (',
  "  password 'own'",
  ');',
];

it.each([
  [
    'whole',
    [ours, why, 'DETAIL:  of the server', ...statement, died],
    [ours, why, 'DETAIL:  of the server', died],
  ],
  ['without its beginning', [ours, ...statement.slice(1), died], [ours, died]],
  ['that nothing follows', [ours, why, ...statement], [ours, why]],
])('leaves out a statement that is quoted %s, and nothing else', (_how, said, left) => {
  expect(withoutStatements(said.join('\n')).split('\n')).toEqual(left);
});
