import { expect, it } from 'vitest';
import { changedKeys } from './changed-keys.ts';
import type { NamespaceSnapshot } from './snapshot.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const snapshot = (keys: Record<string, string>, volatile: readonly string[] = []): NamespaceSnapshot => ({
  format: 1,
  namespace: 'local',
  revision: '1',
  keys: Object.entries(keys).map(([key, value]) => ({
    key: base64(key),
    value: base64(value),
    ...(volatile.includes(key) ? { volatile: true as const } : {}),
  })),
});

it('tells what was put, changed and removed, and leaves volatile keys aside', () => {
  const before = snapshot({ kept: '1', changed: '1', gone: '1', node: '1' }, ['node']);
  const after = snapshot({ kept: '1', changed: '2', fresh: '1', other: '1' }, ['other']);
  expect(changedKeys(before, after)).toEqual({ put: ['changed', 'fresh'], removed: ['gone'] });
  expect(changedKeys(before, before)).toEqual({ put: [], removed: [] });
});
