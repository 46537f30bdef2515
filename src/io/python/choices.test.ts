import { describe, expect, it } from 'vitest';
import { choices, lockFor, nearestOfLine } from './choices.ts';

describe('choices of dependencies', () => {
  it('are tried in order, the lock only where there is one', () => {
    const published = '2024-12-10T12:00:00Z';
    expect(choices(published, '/locks/24.09.14.txt')).toEqual([
      { name: 'as-of-3-days', arguments: ['--exclude-newer', '2024-12-13T12:00:00.000Z'] },
      { name: 'locked', arguments: ['--constraints', '/locks/24.09.14.txt'] },
      { name: 'as-of-2-months', arguments: ['--exclude-newer', '2025-02-09T12:00:00.000Z'] },
      { name: 'as-of-1-year', arguments: ['--exclude-newer', '2025-12-10T12:00:00.000Z'] },
    ]);
    expect(choices(published, undefined).map(({ name }) => name)).not.toContain('locked');
  });

  it.each([
    ['24.03.10', '24.03.11'],
    ['24.03.11', '24.03.11'],
    ['24.03.7', '24.03.5'],
    ['24.03.8', '24.03.11'],
    ['24.09.4', '24.09.14'],
    ['25.1.0', undefined],
  ])('take the lock of %s from %s', (version, nearest) => {
    expect(nearestOfLine(version, ['24.03.0', '24.03.5', '24.03.11', '24.09.14'])).toBe(nearest);
  });

  it('has the locks as data', async () => {
    expect(await lockFor('24.09.4')).toMatch(/\/24\.09\.14\.txt$/);
    expect(await lockFor('26.01.0')).toBeUndefined();
  });
});
