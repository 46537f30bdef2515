import { expect, it } from 'vitest';
import { draftTls } from './draft-tls.ts';

const drafted = (variables: Readonly<Record<string, string>>, ssl?: string, isEncrypted?: boolean) =>
  draftTls({ found: { variables: new Map(Object.entries(variables)) }, id: 'm1', ssl, isEncrypted });
const from = (file: string) => ({ from: 'm1', file });

it.each<[string, Parameters<typeof drafted>, unknown, RegExp | undefined]>([
  ['tells nothing, and none is spoken', [{}, undefined, false], undefined, undefined],
  ['tells nothing, and could not be asked', [{}], undefined, undefined],
  ['takes what is offered', [{ PGSSLMODE: 'prefer' }, undefined, false], undefined, undefined],
  ['tells nothing, and its connection is encrypted', [{}, undefined, true], 'require', /nothing proves who/],
  ['says none', [{ PGSSLMODE: 'disable' }, undefined, false], 'off', /m1 speaks no TLS/],
  ['asks for it in its file', [{ PGSSLMODE: 'disable' }, 'require'], 'require', /nothing proves who/],
  [
    'shows a certificate',
    [{ PGSSLCERT: '/c.pem', PGSSLKEY: '/c.key' }, undefined, true],
    { mode: 'require', cert: from('/c.pem'), key: from('/c.key') },
    /nothing proves who/,
  ],
  [
    'proves who answers',
    [{ PGSSLMODE: 'verify-full', PGSSLROOTCERT: '/ca.pem' }],
    { mode: 'verify', ca: from('/ca.pem') },
    undefined,
  ],
  [
    'compares no name',
    [{ PGSSLROOTCERT: '/ca.pem' }, 'verify_ca'],
    { mode: 'verify', ca: from('/ca.pem') },
    /give name/,
  ],
  [
    'trusts what its user has',
    [{ PGSSLMODE: 'verify-full' }],
    { mode: 'verify' },
    /root\.crt of its user: name it as ca/,
  ],
])('a manager that %s', (_what, given, tls, remark) => {
  const { tls: found, remarks } = drafted(...given);
  expect(found).toEqual(tls);
  expect(remarks.join('\n')).toMatch(remark ?? /^$/);
});
