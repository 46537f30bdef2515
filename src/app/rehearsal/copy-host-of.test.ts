import { describe, expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { copyHostOf } from './copy-host-of.ts';

const hosts = { here: { transport: 'local' as const }, db: { ssh: 'db' }, m1: { ssh: 'm1' } };
const named = (name: string) => simulatedHost(name, new Map());
const hostFor = (declared: string | undefined, asked: string | undefined) => {
  const rehearsal = declared === undefined ? undefined : { host: declared };
  return copyHostOf({ hosts, rehearsal }, named, asked).away;
};

describe('copies are', () => {
  it.each([
    ['on this machine unless told', undefined, undefined, undefined],
    ['where cluster.yaml says', 'db', undefined, 'db'],
    ['where the command line says, whatever cluster.yaml says', 'db', 'm1', 'm1'],
    ['on this machine where that is the host that is named', 'db', 'here', undefined],
  ])('%s', (_what, declared, asked, away) => {
    expect(hostFor(declared, asked)).toBe(away);
  });

  it('nowhere else than on hosts of the cluster', () => {
    const refused = expect.objectContaining({ code: 'rehearsal.host-unknown', hint: 'it has: here, db, m1' });
    expect(() => hostFor(undefined, 'toString')).toThrow(refused);
  });
});
