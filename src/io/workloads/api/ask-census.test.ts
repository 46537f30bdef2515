import { describe, expect, it } from 'vitest';
import type { ApiPart } from '../../../core/census/api-part.ts';
import { secret } from '../../../lib/secret.ts';
import { askCensus } from './ask-census.ts';
import { simulatedAnswers, usualAnswers } from './simulated-answers.ts';

const key = (role: string) => ({
  who: { role, domain: 'default', project: 'default' },
  accessKey: `AK-${role}`,
  secretKey: secret(`secret of a ${role}`),
});
const keys = [key('superadmin'), key('user')];
const own = { accessKey: 'AK-own', secretKey: secret('own') };
type Answer = ReturnType<typeof usualAnswers>;

async function ask(answer: Answer = usualAnswers(2500), asking = {}, whose = keys) {
  await using manager = await simulatedAnswers(answer);
  const parts = await askCensus({ ...own, url: manager.url }, whose, undefined, asking);
  return { parts, asked: manager.asked };
}

const of = (parts: readonly ApiPart[], what: string, role = 'user') =>
  parts.find((part) => part.what === what && part.who.role === role);

/** A manager that answers otherwise to one path or question. */
const but =
  (wanted: string, answer: () => object): Answer =>
  (asked) =>
    asked.path.includes(wanted) || asked.query.includes(wanted) ? answer() : usualAnswers(10)(asked);
const fails = (): object => {
  throw new Error('no secret fits');
};

describe('what the API answers', () => {
  it('is asked with each keypair, as it may see', async () => {
    const { parts, asked } = await ask();
    const rows = Object.fromEntries(
      parts.filter(({ who }) => who.role === 'user').map((part) => [part.what, part.rows]),
    );
    const folder = { '01234567-89ab-cdef-0123-456789abcdef': '' };
    expect(rows).toEqual({
      'resource groups': { default: '' },
      presets: { small: 'cpu 1, mem 1073741824' },
      limits: { 'of the keypair': 'mem 4', 'of the project': 'none' },
      projects: { default: 'p-1' },
      images: { 'cr.example/stable/python:3.9@x86_64': '' },
      'folder hosts': { 'local:volume1': '' },
      folders: folder,
      'readable folders': folder,
      'folder quotas': { 'user:1 on local:volume1': '1024 bytes' },
    });
    expect(new Set(asked.map(({ accessKey }) => accessKey))).toEqual(new Set(['AK-superadmin', 'AK-user']));
  });

  it('tells which folders another user has shared, and of which nobody has', async () => {
    const own = { name: 'data', is_owner: true, ownership_type: 'user' };
    const folders = [
      { id: 'own', ...own },
      { id: 'theirs', ...own, is_owner: false },
      { id: 'of a project', ...own, is_owner: false, ownership_type: 'group' },
    ];
    const { parts } = await ask((asked) => (asked.path === '/folders' ? folders : usualAnswers(1)(asked)));
    expect(of(parts, 'folders')?.rows).toEqual({ own: '', theirs: 'shared', 'of a project': '' });
  });

  it('is read page by page where only a superadmin lists all, and by nobody else', async () => {
    const { parts, asked } = await ask();
    expect(Object.keys(of(parts, 'users', 'superadmin')?.rows ?? {})).toHaveLength(2500);
    expect(Object.keys(of(parts, 'keypairs', 'superadmin')?.rows ?? {})).toHaveLength(100);
    for (const what of ['users', 'keypairs']) expect(of(parts, what)).toBeUndefined();
    const offsets = asked.filter(({ query }) => query.includes('user_list')).map(({ offset }) => offset);
    expect(offsets.sort((a, b) => a - b)).toEqual([0, 1000, 2000]);
    expect(JSON.stringify(parts)).not.toContain('secret of');
  });

  it.each([
    ['folders whose storage-proxy lets nobody in', 'readable folders', '/files'],
    ['hosts of folders', 'folder hosts', '/_/hosts'],
    ['resource groups', 'resource groups', '/scaling-groups'],
    ['images', 'images', 'images {'],
  ])('tells why it is nothing: %s', async (_what, what, path) => {
    const { parts } = await ask(but(path, fails));
    expect(of(parts, what)).toMatchObject({ trouble: expect.stringContaining('no secret fits') });
    expect(parts.filter(({ trouble }) => trouble !== undefined).map((part) => part.what)).toEqual([
      what,
      what,
    ]);
  });

  it('has presets and limits from one answer, which all releases give', async () => {
    const { parts } = await ask(but('/check-presets', fails));
    const silent = parts.filter(({ trouble }) => trouble !== undefined);
    expect(new Set(silent.map(({ what }) => what))).toEqual(new Set(['presets', 'limits']));
  });

  it('asks each keypair once for what several questions begin with', async () => {
    const { asked } = await ask();
    const often = (path: string) => asked.filter((each) => each.path === path).map((each) => each.accessKey);
    expect(often('/folders').sort()).toEqual(['AK-superadmin', 'AK-user']);
    expect(often('/resource/check-presets').sort()).toEqual(['AK-superadmin', 'AK-user']);
  });

  it('is asked again of the same keypairs, and nothing else is', async () => {
    const { parts } = await ask();
    const some = parts.filter(({ what }) => what === 'images' || what === 'users').slice(1);
    const again = await ask(usualAnswers(10), { again: some });
    expect(again.parts.map(({ what, accessKey }) => [what, accessKey])).toEqual(
      some.map(({ what, accessKey }) => [what, accessKey]),
    );
  });

  it('looks for keypairs that were among the oldest further down, where a release lists others before them', async () => {
    const keypairsFrom =
      (first: number): Answer =>
      (asked) =>
        asked.query.includes('keypair_list')
          ? usualAnswers(2500)({ ...asked, offset: asked.offset + first, limit: asked.limit })
          : usualAnswers(10)(asked);
    // In a release that leaves out the 150 oldest.
    const before = (await ask(keypairsFrom(150))).parts.filter(({ what }) => what === 'keypairs');
    const { parts, asked } = await ask(keypairsFrom(0), { again: before });
    expect(parts).toEqual(before);
    const offsets = (all: typeof asked) =>
      all.filter(({ query }) => query.includes('keypair_list')).map(({ offset, limit }) => [offset, limit]);
    expect(offsets(asked)).toEqual([
      [0, 100],
      [100, 1000],
    ]);
    // One that is gone is looked for to the end of the list.
    const gone = before.map((part) => ({ ...part, rows: { ...part.rows, AKgone: '' } }));
    const again = await ask(keypairsFrom(0), { again: gone });
    expect(Object.keys(again.parts[0]?.rows ?? {})).toHaveLength(100);
    expect(offsets(again.asked)).toEqual([
      [0, 100],
      [100, 1000],
      [1100, 1000],
      [2100, 1000],
    ]);
  });

  it('asks for lists of the whole cluster with its own key where no superadmin is in a project', async () => {
    const { parts } = await ask(usualAnswers(10), {}, [key('user')]);
    const ofOwn = parts.filter(({ accessKey }) => accessKey === 'AK-own');
    expect(ofOwn.map(({ what }) => what)).toEqual(['users', 'keypairs', 'policies', 'volumes', 'endpoints']);
    expect(ofOwn.every(({ rows }) => rows !== undefined)).toBe(true);
    const again = await ask(usualAnswers(10), { again: ofOwn }, []);
    expect(again.parts).toEqual(ofOwn);
  });

  it.each([
    ['answers', 'HEALTHY', () => ({}), 'answers'],
    ['has a program behind it that fails', 'HEALTHY', fails, 'does not answer'],
    ['has no session that is ready', 'PROVISIONING', () => ({}), ''],
  ])('tells of an endpoint that %s', async (_what, status, answer, word) => {
    await using user = await simulatedAnswers(answer);
    const endpoint = {
      endpoint_id: 'e-1',
      name: 'chat',
      url: user.url,
      routings: [{ session: 's', status }],
    };
    const { parts } = await ask(
      but('endpoint_list', () => ({ data: { endpoint_list: { items: [endpoint] } } })),
    );
    expect(of(parts, 'endpoints', 'superadmin')?.rows).toEqual({ 'chat e-1': word });
  });

  it('calls an endpoint whose proxy nobody reaches one that does not answer', async () => {
    const endpoint = {
      endpoint_id: 'e-1',
      name: 'chat',
      url: 'http://127.0.0.1:1',
      routings: [{ status: 'healthy' }],
    };
    const { parts } = await ask(
      but('endpoint_list', () => ({ data: { endpoint_list: { items: [endpoint] } } })),
    );
    expect(of(parts, 'endpoints', 'superadmin')?.rows).toEqual({ 'chat e-1': 'does not answer' });
  });

  it('knows an image by one name, whether its registry is in it or not', async () => {
    const image = { tag: '3.9', registry: 'cr.example', architecture: 'x86_64' };
    const named = async (name: string) =>
      of((await ask(but('images {', () => ({ data: { images: [{ ...image, name }] } })))).parts, 'images')
        ?.rows;
    expect(await named('cr.example/stable/python:3.9')).toEqual(await named('stable/python'));
  });

  it('is not waited for without end', async () => {
    const { parts } = await ask(usualAnswers(10), { timeoutMs: 0 });
    expect(parts.every(({ trouble }) => trouble === 'not answered within 0 s')).toBe(true);
  });

  it('is cut as a whole', async () => {
    const asked = askCensus({ ...own, url: 'http://127.0.0.1:1' }, keys, AbortSignal.abort(new Error('cut')));
    await expect(asked).rejects.toThrow('cut');
  });
});
