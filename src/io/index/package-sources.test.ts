import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { namedSource, packageSources } from './package-sources.ts';
import type { Ask } from './pip-listing.ts';

const home = mkdtempSync(join(tmpdir(), 'baiup-sources-'));
const uvFile = join(home, 'uv.toml');

/** A machine whose pip prints this configuration, and has this default. */
const machine =
  (listing: string, standard = 'https://default.example/simple/'): Ask =>
  async ({ argv }) => {
    const stdout = argv.includes('list') ? listing : standard;
    return { exitCode: stdout === '' ? 1 : 0, stdout: `${stdout}\n`, stderr: '', durationMs: 1 };
  };

const pipConf =
  "install.index-url='https://install.example/simple'\nglobal.index-url='https://conf.example/simple'";

describe('packageSources', () => {
  it.each([
    [
      'uv before pip',
      { UV_INDEX_URL: 'https://uv.example/simple/', PIP_INDEX_URL: 'https://pip.example/' },
      pipConf,
      ['https://uv.example/simple'],
      [],
    ],
    [
      'a named uv index',
      { UV_DEFAULT_INDEX: 'own=https://uv.example/simple' },
      '',
      ['https://uv.example/simple'],
      [],
    ],
    ['pip’s variable', { PIP_INDEX_URL: 'https://pip.example/s/' }, pipConf, ['https://pip.example/s'], []],
    ['pip’s configuration, its install section first', {}, pipConf, ['https://install.example/simple'], []],
    ['pip’s own default', {}, '', ['https://default.example/simple'], []],
    [
      'further indexes and folders',
      {
        PIP_EXTRA_INDEX_URL: 'https://b.example/simple',
        PIP_FIND_LINKS: '/wheels /more',
        UV_FIND_LINKS: '/uv,/wheels',
      },
      "global.find-links='/unused'",
      ['https://default.example/simple', 'https://b.example/simple'],
      ['/uv', '/wheels', '/more'],
    ],
    [
      'folders of pip’s configuration',
      {},
      "global.find-links='/a\\n/b'",
      ['https://default.example/simple'],
      ['/a', '/b'],
    ],
    ['no index at all', { PIP_NO_INDEX: '1', PIP_FIND_LINKS: '/a' }, '', [], ['/a']],
  ])('%s', async (_name, env, listing, urls, findLinks) => {
    const found = await packageSources(machine(listing), { HOME: home, UV_NO_CONFIG: '1', ...env });
    expect(found.indexes.map(({ url }) => url)).toEqual(urls);
    expect(found.findLinks).toEqual(findLinks);
  });

  it('reads uv.toml', async () => {
    writeFileSync(
      uvFile,
      'find-links = ["/w"]\nnative-tls = true\n[[index]]\nurl = "https://x.example/s"\n[[index]]\nurl = "https://d.example/s"\ndefault = true\n',
    );
    const found = await packageSources(machine(pipConf), { UV_CONFIG_FILE: uvFile });
    expect(found.indexes.map(({ url }) => url)).toEqual(['https://d.example/s', 'https://x.example/s']);
    expect(found.findLinks).toEqual(['/w']);
  });

  it.each(['[[index]\n', 'find-links = 3\n'])('refuses a uv.toml like %j', async (text) => {
    writeFileSync(uvFile, text);
    const asked = packageSources(machine(pipConf), { UV_CONFIG_FILE: uvFile });
    await expect(asked).rejects.toMatchObject({ code: 'index.uv-configuration' });
  });

  it('gives up clearly', async () => {
    const asked = packageSources(machine('', ''), { UV_NO_CONFIG: '1' });
    await expect(asked).rejects.toMatchObject({ code: 'index.unknown' });
  });

  it('shows no credentials of an address that is none', async () => {
    const asked = packageSources(machine(''), { UV_NO_CONFIG: '1', PIP_INDEX_URL: 'nothing//me:pw@host' });
    await expect(asked).rejects.toMatchObject({ code: 'index.address', exit: 64 });
    await expect(asked).rejects.not.toMatchObject({ message: expect.stringContaining('pw') });
  });
});

it('takes the credentials out of an address', async () => {
  const env = { UV_NO_CONFIG: '1' };
  const {
    indexes: [index],
  } = await namedSource('https://user:p%40ss@a.example/simple/', machine(''), env);
  expect(index?.url).toBe('https://a.example/simple');
  expect(index?.authorization?.reveal()).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
  expect(await namedSource('./wheels', machine(''), env)).toEqual({ indexes: [], findLinks: ['./wheels'] });
});
