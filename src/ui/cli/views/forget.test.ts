import { expect, it } from 'vitest';
import type { Found } from '../../../app/actions/forget.ts';
import { forgetJson, forgetQuestion, forgottenText, foundLines } from './forget.ts';

const database = { what: 'database', name: 'backend_before_x', bytes: 79_000_000 } as const;
const environment = {
  what: 'environment',
  host: 'one',
  name: '/e/manager-24.03.11',
  bytes: 500_000,
} as const;
const found: Found = {
  run: 'r-1',
  from: '24.03.11',
  to: '24.09.4',
  wayBack: true,
  kept: [database, { ...environment, stays: 'process 7 of one uses it' }],
};

it('says what goes, what stays and why, and that there is no way back afterwards', () => {
  expect(foundLines(found)).toEqual([
    'r-1 keeps, and forgetting it removes (79.0 MB):',
    '  old database   backend_before_x   79.0 MB',
    'r-1 keeps, and it stays:',
    '  environment    /e/manager-24.03.11 on one   0.5 MB   stays: process 7 of one uses it',
    'Afterwards r-1 cannot be rolled back: nothing leads from 24.09.4 to 24.03.11 any more.',
  ]);
  expect(forgetQuestion(found)).toContain('79.0 MB? Afterwards r-1 cannot be rolled back');
  expect(forgetQuestion({ ...found, wayBack: false })).not.toContain('rolled back');
  expect(foundLines({ ...found, kept: [] })).toEqual(['r-1 keeps nothing that could be removed.']);
});

it('tells what was freed, and what could not be removed', () => {
  const failed = [{ ...environment, stays: 'the host is away' }];
  const done = { removed: [database], failed, freed: 79_000_000 };
  expect(forgottenText(found, done).split('\n')).toEqual([
    'Forgot r-1: 1 thing removed, 79.0 MB freed.',
    '  not removed: /e/manager-24.03.11 on one: the host is away',
    'Fix that, then type it again: baiup forget r-1',
  ]);
  expect(forgetJson({ found: { ...found, kept: [database, environment] }, done })).toMatchObject({
    run: 'r-1',
    freed: 79_000_000,
    items: [
      { name: 'backend_before_x', host: null, removed: true, stays: null },
      { host: 'one', removed: false, stays: 'the host is away' },
    ],
  });
  expect(forgetJson({ found })).toMatchObject({ freed: 0, frees: 79_000_000, forgotten: false });
});
