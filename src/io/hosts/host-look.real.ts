import { describe, expect, it } from 'vitest';
import { clockAhead, clockLook } from './clock-look.ts';
import { handOverLook } from './hand-over-look.ts';
import { type HostLook, lookAt } from './host-look.ts';
import { roomLook } from './room-look.ts';
import { thisMachine } from './this-machine.ts';
import { closesChannels, throughSh } from './through-sh.ts';

const raw = (script: string, ...words: string[]): HostLook<string> => ({
  script,
  words,
  parse: (text) => text,
});
closesChannels();

describe.each([
  ['this machine', () => thisMachine],
  ['a host at the far end of a channel', () => throughSh().host],
])('several looks as one question to %s', (_where, host) => {
  it('are answered each by itself, with their own words', async () => {
    const looks = {
      first: raw('printf %s "$1-$2"', 'a b', "it's $HOME"),
      ends: raw('echo seen; exit 3; echo unseen'),
      nothing: raw('no-such-program'),
      last: raw('printf %s "$#$1"', 'c'),
    };
    expect(await lookAt(host(), looks, 20_000)).toEqual({
      first: "a b-it's $HOME",
      ends: 'seen\n',
      nothing: '',
      last: '1c',
    });
  });

  it('tell the clock there, to within the way to it', async () => {
    const sent = Date.now() / 1000;
    const { begun, ended } = await lookAt(host(), { begun: clockLook, ended: clockLook }, 20_000);
    const heard = Date.now() / 1000;
    const { ahead, within } = clockAhead({ sent, begun: begun ?? 0, ended: ended ?? 0, heard });
    expect(Math.abs(ahead)).toBeLessThanOrEqual(within + 0.01);
  });

  it.each([
    ['0', false],
    ['1', true],
    ['', undefined],
  ])('tell by %j whether what waits is handed over', async (value, expected) => {
    const { script, ...look } = handOverLook;
    const cat = `cat() { test "$1" = /proc/sys/net/ipv4/tcp_migrate_req && echo '${value}'; }`;
    const { found } = await lookAt(host(), { found: { ...look, script: `${cat}\n${script}` } }, 20_000);
    expect(found).toBe(expected);
  });

  it('tell what is free where a folder will be', async () => {
    const path = '/tmp/not yet/there';
    const { rooms } = await lookAt(host(), { rooms: roomLook([path, '/']) }, 20_000);
    expect(rooms.map((each) => each.path)).toEqual([path, '/']);
    const free = await host().freeBytes(path);
    expect(Math.abs((rooms[0]?.free ?? 0) - free)).toBeLessThan(500e6);
    expect(rooms[1]?.mount).toBe('/');
    expect(rooms[1]?.files ?? 1).toBeGreaterThan(0);
  });

  it.each([
    ['/dev/sdb1 100 60 40 60% /mnt/my disk', 40 * 1024, '/mnt/my disk'],
    ['//nas/our share 100 60 40 60% /mnt/b', 40 * 1024, '/mnt/b'],
    ['proc 0 0 0 - /proc', Number.NaN, ''],
  ])('tell it of a disk that df shows as %j', async (line, free, mount) => {
    const { script, ...look } = roomLook(['/']);
    const df = `df() { echo header; echo '${line}'; }`;
    const { rooms } = await lookAt(host(), { rooms: { ...look, script: `${df}\n${script}` } }, 20_000);
    expect(rooms).toMatchObject([{ path: '/', free, mount }]);
  });
});
