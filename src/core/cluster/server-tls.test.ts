import { describe, expect, it } from 'vitest';
import { serverTls } from './server-tls.ts';

const ofDatabase = serverTls(['off', 'prefer', 'require', 'verify']);
const files = { cert: '/c.pem', key: { from: 'm1', file: '/c.key' } };

const refusals = (declared: unknown, schema: Pick<typeof ofDatabase, 'safeParse'> = ofDatabase) => {
  const issues = schema.safeParse(declared).error?.issues ?? [];
  // A union tells what each of its forms refuses.
  const within = issues.flatMap((each) => ('errors' in each ? each.errors.flat() : [each]));
  return [...issues, ...within].map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n');
};

describe('what cluster.yaml says of a connection', () => {
  it.each([
    'off',
    'prefer',
    'require',
    'verify',
    { mode: 'verify' },
    { mode: 'verify', ca: '/ca.pem', ...files, name: 'db.example' },
    { mode: 'require', ...files },
  ])('may be %j', (declared) => {
    expect(ofDatabase.parse(declared)).toEqual(declared);
  });

  it.each([
    ['on', ': must be off, prefer, require, verify, or { mode: verify'],
    [{ mode: 'require', ca: '/ca.pem' }, 'ca: is for mode: verify'],
    [{ mode: 'require', name: 'db.example' }, 'name: is for mode: verify'],
    [{ mode: 'verify', cert: '/c.pem' }, 'key: is needed: cert and key go together'],
    [{ mode: 'verify', key: '/c.key' }, 'cert: is needed: cert and key go together'],
    [{ mode: 'prefer', ...files }, 'cert: is for mode: require or verify'],
    [{ mode: 'off', ...files }, 'cert: is for mode: require or verify'],
    [{ mode: 'verify', ca: 'ca.pem' }, 'ca: must be an absolute path, or { from: MEMBER, file: PATH }'],
    [{ mode: 'verify', ca: '/ca.pem', colour: 'red' }, 'colour'],
  ])('may not be %j', (declared, words) => {
    expect(refusals(declared)).toContain(words);
  });

  it('knows only the modes that a server has', () => {
    expect(refusals('prefer', serverTls(['off', 'require', 'verify']))).toContain('must be off, require');
  });
});
