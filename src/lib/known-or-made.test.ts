import { expect, it } from 'vitest';
import { knownOrMade } from './known-or-made.ts';

it('makes once what is asked for again', () => {
  const [store, made] = [new Map<string, string>(), [] as string[]];
  const ask = (key: string) => knownOrMade(store, key, () => `${key}${made.push(key)}`);
  expect([ask('a'), ask('b'), ask('a')]).toEqual(['a1', 'b2', 'a1']);
});

it('makes again what failed, and never forgets what took its place meanwhile', async () => {
  const store = new Map<string, Promise<string>>();
  const failing = knownOrMade(store, 'a', () => Promise.reject(new Error('once')));
  await expect(failing).rejects.toThrow('once');
  expect(await knownOrMade(store, 'a', async () => 'twice')).toBe('twice');

  const late = knownOrMade(store, 'b', () => Promise.reject(new Error('late')));
  const another = Promise.resolve('another');
  store.set('b', another);
  await expect(late).rejects.toThrow('late');
  expect(store.get('b')).toBe(another);
});
