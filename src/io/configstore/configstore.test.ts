import { describe, expect, it } from 'vitest';
import { differenceBetween } from './difference.ts';
import { decode, encode, keyAfter, prefixEnd } from './etcd-keys.ts';
import { batches } from './etcd-transaction.ts';
import { parseSnapshot, snapshotOf } from './snapshot.ts';

describe('keys', () => {
  it.each([
    ['/sorna/local/', '/sorna/local0'],
    ['a', 'b'],
  ])('the range of %s ends at %s', (prefix, end) => {
    expect(decode(prefixEnd(encode(prefix)))).toBe(end);
  });

  it('the range of a key of the highest bytes has no end', () => {
    expect(prefixEnd(Buffer.of(0xff, 0xff).toString('base64'))).toBe(encode('\0'));
    expect(prefixEnd(Buffer.of(0x61, 0xff).toString('base64'))).toBe(encode('b'));
  });

  it('the next key is one zero byte longer', () => {
    expect(decode(keyAfter(encode('한글')))).toBe('한글\0');
  });
});

describe('differenceBetween', () => {
  const pair = (key: string, value: string, lease = '0') => ({
    key: encode(key),
    value: encode(value),
    lease,
  });
  const snapshot = (...pairs: ReturnType<typeof pair>[]) => snapshotOf('local', '1', pairs);

  it.each([
    ['equal', [pair('a', '1')], [pair('a', '1')], [], []],
    ['changed', [pair('a', '2')], [pair('a', '1')], ['a'], []],
    ['deleted meanwhile', [], [pair('a', '1')], ['a'], []],
    ['new meanwhile', [pair('a', '1'), pair('b', '1')], [pair('a', '1')], [], ['b']],
    ['volatile then, gone now', [], [pair('n', 'up', '77')], [], []],
    ['volatile now, not there then', [pair('n', 'up', '77')], [], [], []],
    ['volatile then, lasting now', [pair('n', 'up')], [pair('n', 'up', '77')], [], ['n']],
    ['lasting then, volatile now', [pair('n', 'up', '77')], [pair('n', 'up')], ['n'], []],
  ])('%s', (_what, now, wanted, put, remove) => {
    const difference = differenceBetween(snapshot(...now), snapshot(...wanted));
    expect(difference.put.map((one) => decode(one.key))).toEqual(put);
    expect(difference.remove.map(decode)).toEqual(remove);
  });
});

it('a snapshot survives its file, and a damaged file is refused', () => {
  const snapshot = snapshotOf('local', '12', [{ key: encode('/sorna/local/a') }]);
  expect(parseSnapshot(JSON.stringify(snapshot))).toEqual(snapshot);
  expect(() => parseSnapshot('{"keys":[')).toThrowError(
    expect.objectContaining({ code: 'etcd.snapshot-damaged' }),
  );
});

it('transactions stay within what etcd takes', () => {
  const small = Array.from({ length: 300 }, (_, n) => ({ request_delete_range: { key: String(n) } }));
  expect(batches(small).map((batch) => batch.length)).toEqual([128, 128, 44]);
  const big = Array.from({ length: 3 }, () => ({ request_put: { key: 'k', value: 'x'.repeat(600_000) } }));
  expect(batches(big).map((batch) => batch.length)).toEqual([1, 1, 1]);
  expect(batches([])).toEqual([]);
});
