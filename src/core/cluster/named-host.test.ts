import { describe, expect, it } from 'vitest';
import { namedHosts } from './named-host.ts';

describe('namedHosts', () => {
  it.each([
    ['bai@10.0.0.1', '10.0.0.1', { ssh: 'bai@10.0.0.1' }],
    ['bai@m1.example.org', 'm1', { ssh: 'bai@m1.example.org' }],
    ['gpu-node-1', 'gpu-node-1', { ssh: 'gpu-node-1' }],
    ['bai@m1:2222', 'm1', { ssh: 'bai@m1', port: 2222 }],
    ['ssh://bai@m1:2222', 'm1', { ssh: 'bai@m1', port: 2222 }],
    ['bai@[fd00::1]:22', 'fd00::1', { ssh: 'bai@fd00::1', port: 22 }],
    ['local', 'local', { transport: 'local' }],
  ])('reads %s', (text, name, declared) => {
    expect(namedHosts([text])).toEqual([{ name, declared }]);
  });

  it.each(['', '-oProxyCommand=x', 'bai@', 'bai@m 1', 'bai@m1:0', 'bai@m1:99999', 'a@b@c'])(
    'refuses %j',
    (text) => {
      expect(() => namedHosts([text])).toThrow(
        expect.objectContaining({ code: 'init.host-wrong', exit: 64 }),
      );
    },
  );

  it('names each once, and two of one label apart', () => {
    const found = namedHosts(['bai@m1.a.org', 'bai@m1.b.org', 'bai@m1.a.org']);
    expect(found.map(({ name }) => name)).toEqual(['m1', 'm1.b.org']);
  });

  it('knows a host of the file again by how it is reached', () => {
    const taken = new Map([['first', { ssh: 'bai@m1' }]]);
    expect(namedHosts(['bai@m1', 'bai@first'], taken).map(({ name }) => name)).toEqual(['first', 'first-2']);
  });
});
