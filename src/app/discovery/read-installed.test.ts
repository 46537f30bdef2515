import { describe, expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import { readInstalled } from './read-installed.ts';

const owner = {
  distribution: 'backend.ai-manager',
  module: 'ai.backend.manager.server',
  workdir: '/srv/manager',
};
const environment = '/opt/manager';
const site = (python: string) => `${environment}/lib/python${python}/site-packages`;
const metadata = (version: string) =>
  `Metadata-Version: 2.1\nName: backend.ai-manager\nVersion: ${version}\n\ntext`;

async function found(files: Readonly<Record<string, string>>) {
  const host = simulatedHost(
    'h1',
    new Map(Object.entries(files).map(([path, content]) => [path, { content }])),
    {},
  );
  const { version, notes } = await readInstalled(host, environment, owner);
  return { version, notes: notes.map(({ kind, text }) => `${kind}: ${text}`) };
}

const dist = (version: string, text = version, python = '3.12') => ({
  [`${site(python)}/backend.ai_manager-${version}.dist-info/METADATA`]: metadata(text),
});
const empty = (version: string) => ({
  [`${site('3.12')}/backend_ai_manager-${version}.dist-info/INSTALLER`]: 'pip',
});
const code = (version: string) => ({ [`${site('3.12')}/ai/backend/manager/VERSION`]: `${version}\n` });

describe('an environment', () => {
  it.each([
    ['dots and underscores', 'backend.ai_manager-24.3.11.dist-info/METADATA'],
    ['underscores', 'backend_ai_manager-24.3.11.dist-info/METADATA'],
    ['dashes', 'backend.ai-manager-24.3.11.dist-info/METADATA'],
    ['an egg', 'backend.ai_manager-24.3.11-py3.12.egg-info/PKG-INFO'],
  ])('of a release is that release, with a name in %s', async (_how, file) => {
    const others = { [`${site('3.12')}/backend.ai_manager_more-1.0.dist-info/METADATA`]: metadata('1.0') };
    const files = { ...others, [`${site('3.12')}/${file}`]: metadata('24.3.11') };
    expect(await found(files)).toEqual({ version: '24.03.11', notes: [] });
  });

  it('with an empty folder of another version is what its metadata says', async () => {
    expect(await found({ ...dist('24.3.11'), ...empty('24.9.4') })).toEqual({
      version: '24.03.11',
      notes: ['unusual: backend_ai_manager-24.9.4.dist-info is left over: the code is that of 24.3.11'],
    });
  });

  it('with an empty folder alone has no release', async () => {
    expect(await found(empty('24.9.4'))).toEqual({
      version: undefined,
      notes: [
        'no-release: /opt/manager has backend_ai_manager-24.9.4.dist-info without metadata in it, so no backend.ai-manager is installed there',
      ],
    });
  });

  it.each([
    ['24.9.4', '24.09.4'],
    ['24.3.11', '24.03.11'],
  ])('with metadata of two versions is what its code says: %s', async (own, version) => {
    const { version: told, notes } = await found({ ...dist('24.3.11'), ...dist('24.9.4'), ...code(own) });
    expect(told).toBe(version);
    expect(notes).toEqual([expect.stringMatching(/^unusual: backend.ai_manager-.* is left over/)]);
  });

  it.each([
    ['says nothing', {}],
    ['says a third', code('24.9.1')],
  ])('with metadata of two versions has no release where its code %s', async (_what, files) => {
    expect(await found({ ...dist('24.3.11'), ...dist('24.9.4'), ...files })).toEqual({
      version: undefined,
      notes: [
        'no-release: /opt/manager has backend.ai-manager 24.3.11 and 24.9.4 at once, and the code does not tell which it is',
      ],
    });
  });

  it.each([
    ['version = 3.12.4', '24.09.4'],
    ['version_info = 3.11.9', '24.03.11'],
  ])('with packages for two Pythons is that of the one that it runs with: %s', async (line, version) => {
    const both = { ...dist('24.3.11', '24.3.11', '3.11'), ...dist('24.9.4') };
    const { version: told, notes } = await found({
      ...both,
      [`${environment}/pyvenv.cfg`]: `home = /usr\n${line}\n`,
    });
    expect(told).toBe(version);
    expect(notes).toEqual([
      expect.stringMatching(/^unusual: it has packages for Python .* it runs with 3\.1/),
    ]);
  });

  it('that runs with the Python that has none says so', async () => {
    const files = { ...dist('24.3.11', '24.3.11', '3.11'), [`${site('3.12')}/x.py`]: '' };
    expect(await found({ ...files, [`${environment}/pyvenv.cfg`]: 'version = 3.12.4' })).toEqual({
      version: undefined,
      notes: ['no-release: /opt/manager has no backend.ai-manager for Python 3.12, which it runs with'],
    });
  });

  it.each(['25.15.6.post1', '25.15.6+site1'])('of the fixed build %s counts as its release', async (text) => {
    const { version, notes } = await found(dist(text));
    expect(version).toBe('25.15.6');
    expect(notes).toEqual([
      `unusual: backend.ai-manager ${text} is no published release: it counts as 25.15.6, and the new environment has the published package, without what was fixed`,
    ]);
  });

  it.each(['0.0.0', 'main', '25.15'])('of version %s has no release', async (text) => {
    const { version, notes } = await found(dist('24.9.4', text));
    expect(version).toBeUndefined();
    expect(notes).toEqual([
      `no-release: /opt/manager has backend.ai-manager ${text}, which is the version of no release`,
    ]);
  });

  it('that is not there is said to be so', async () => {
    expect(await found({ '/opt/other/x': '' })).toEqual({
      version: undefined,
      notes: ['no-release: /opt/manager is not there'],
    });
  });

  it('without the component is said to be so', async () => {
    expect(await found({ [`${site('3.12')}/aiohttp/x.py`]: '' })).toEqual({
      version: undefined,
      notes: ['no-release: /opt/manager has no backend.ai-manager'],
    });
  });
});

describe('a source checkout', () => {
  const editable = '{"dir_info": {"editable": true}, "url": "file:///home/ops/backend.ai%20x"}';
  const url = (version: string) => ({
    [`${site('3.12')}/backend.ai_manager-${version}.dist-info/direct_url.json`]: editable,
  });

  it('that is installed editable counts as its release, and is told', async () => {
    const { version, notes } = await found({ ...dist('24.9.4'), ...url('24.9.4') });
    expect(version).toBe('24.09.4');
    expect(notes).toEqual([
      'source: backend.ai-manager 24.9.4 runs from the source folder /home/ops/backend.ai x: the new environment has the published package, without the changes that were made there',
    ]);
  });

  it('of no release is told with its folder', async () => {
    expect((await found({ ...dist('0.0.0'), ...url('0.0.0') })).notes).toEqual([
      'no-release: /opt/manager has backend.ai-manager 0.0.0 from the source checkout /home/ops/backend.ai x, which is the version of no release',
    ]);
  });

  it('that setup.py links to is told, too', async () => {
    const { version, notes } = await found({
      [`${site('3.12')}/backend.ai-manager.egg-link`]: '/home/ops/manager\n.',
      '/home/ops/manager/backend.ai_manager.egg-info/PKG-INFO': metadata('24.9.4'),
    });
    expect(version).toBe('24.09.4');
    expect(notes).toEqual([
      expect.stringMatching(/^source: .* from the source folder \/home\/ops\/manager:/),
    ]);
  });

  it.each([
    ['its working folder', '/srv/manager'],
    ['a folder above it', '/srv'],
    ['a folder above the environment', '/opt'],
  ])('that nothing installed is found at %s', async (_where, folder) => {
    const files = { [`${folder}/src/ai/backend/manager/server.py`]: '', [`${folder}/VERSION`]: '24.09.4\n' };
    expect(await found({ ...files, [`${site('3.12')}/aiohttp/x.py`]: '' })).toEqual({
      version: undefined,
      notes: [
        `no-release: it runs from the source checkout ${folder} at version 24.09.4, and /opt/manager has no backend.ai-manager installed: baiup upgrades installed packages only`,
      ],
    });
  });
});
