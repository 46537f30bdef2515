import { expect, it } from 'vitest';
import { parseRegistries } from './registries.ts';

const prefix = 'config/docker/registry/';
const parsed = (pairs: Readonly<Record<string, string>>) =>
  parseRegistries(Object.entries(pairs).map(([key, value]) => ({ key: `${prefix}${key}`, value })));

const whole = { 'r.org': 'https://r.org', 'r.org/type': 'harbor2', 'r.org/project': 'stable, community' };
const troubles = (more: Readonly<Record<string, string>>) =>
  parsed({ ...whole, ...more }).flatMap(({ troubles: each }) => each);

it('reads hosts with a port, types and lists of projects', () => {
  expect(
    parsed({
      ...whole,
      'my.registry%3A5000': 'http://my.registry:5000',
      'my.registry%3A5000/username': 'ana',
    }),
  ).toEqual([
    {
      host: 'my.registry:5000',
      url: 'http://my.registry:5000',
      type: 'docker',
      projects: [],
      key: `${prefix}my.registry%3A5000`,
      keys: [`${prefix}my.registry%3A5000`, `${prefix}my.registry%3A5000/username`],
      troubles: [],
    },
    {
      host: 'r.org',
      url: 'https://r.org',
      type: 'harbor2',
      projects: ['stable', 'community'],
      key: `${prefix}r.org`,
      keys: [`${prefix}r.org`, `${prefix}r.org/project`, `${prefix}r.org/type`],
      troubles: [],
    },
  ]);
});

/** Each was tried in the revision itself, at 24.09.4. */
it.each<[string, Readonly<Record<string, string>>, object]>([
  [
    'only an address',
    { 'lone.org': 'https://lone.org' },
    { kind: 'keys', puts: [{ key: `${prefix}lone.org/type`, value: 'docker' }] },
  ],
  ['no address', { 'left.org/type': 'docker' }, { kind: 'address', what: 'has no address' }],
  [
    'an address without a scheme',
    { 'r.org': 'r.org:5000' },
    { kind: 'address', what: expect.stringContaining('scheme') },
  ],
  ['an empty address', { 'r.org': '' }, { kind: 'address' }],
  [
    'an address without a host',
    { 'r.org': 'https:///v2' },
    { kind: 'address', what: expect.stringContaining('no host') },
  ],
  [
    'a port that is none',
    { 'r.org': 'https://r.org:99999' },
    { kind: 'address', what: expect.stringContaining('99999') },
  ],
  ['a blank in the host', { 'r.org': 'https://r.org ' }, { kind: 'address' }],
  [
    'a long address',
    { 'r.org': `https://r.org/${'a'.repeat(500)}` },
    { kind: 'length', what: expect.stringContaining('512') },
  ],
  [
    'a long name',
    { ['r'.repeat(51)]: 'https://r.org', [`${'r'.repeat(51)}/type`]: 'docker' },
    { kind: 'length', what: expect.stringContaining('51') },
  ],
  [
    'a long project',
    { 'r.org/project': `a,${'b'.repeat(256)}` },
    { kind: 'length', what: expect.stringContaining('255') },
  ],
  ['a long username', { 'r.org/username': 'u'.repeat(256) }, { kind: 'length' }],
  ['an empty type', { 'r.org/type': '' }, { kind: 'keys', removes: [`${prefix}r.org/type`] }],
  ['an empty username', { 'r.org/username': '' }, { kind: 'keys', removes: [`${prefix}r.org/username`] }],
  [
    'neither yes nor no',
    { 'r.org/ssl-verify': 'maybe' },
    { kind: 'keys', removes: [`${prefix}r.org/ssl-verify`] },
  ],
  [
    'an empty project among others',
    { 'r.org/project': 'a,,b' },
    { kind: 'keys', puts: [{ key: `${prefix}r.org/project`, value: 'a,b' }] },
  ],
  ['nothing but a comma', { 'r.org/project': ',' }, { kind: 'keys', removes: [`${prefix}r.org/project`] }],
  ['keys below a value', { 'r.org/type/x': '1' }, { kind: 'keys', removes: [`${prefix}r.org/type/x`] }],
  ['no text', { 'r.org/password': 'a\uFFFD' }, { kind: 'keys', removes: [`${prefix}r.org/password`] }],
])('names what the migration does not get over: %s', (_what, more, trouble) => {
  expect(troubles(more)).toMatchObject([trouble]);
});

it.each<[string, Readonly<Record<string, string>>]>([
  ['an empty password', { 'r.org/password': '' }],
  ['no project', { 'r.org/project': '' }],
  ['words for no', { 'r.org/ssl_verify': ' OFF ', 'r.org/ssl-verify': 'maybe' }],
  ['a user in the address', { 'r.org': 'https://ana:pw@r.org:5000/v2' }],
  ['an IPv6 address', { 'r.org': 'http://[::1]:5000' }],
  ['keys that no release knows', { 'r.org/site/owner': 'ana' }],
])('lets through what the revision takes: %s', (_what, more) => {
  expect(troubles(more)).toEqual([]);
});

it('takes keys beside the prefix for registries, as the revision does', () => {
  const [found] = parseRegistries([{ key: 'config/docker/registry-mirror/url', value: 'https://m.org' }]);
  expect(found).toMatchObject({
    troubles: [{ kind: 'keys', removes: ['config/docker/registry-mirror/url'] }],
  });
});
