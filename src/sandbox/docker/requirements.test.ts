import { describe, expect, it } from 'vitest';
import { simulatedHost } from '../../io/hosts/simulated.ts';
import type { SimulatedFiles } from '../../io/hosts/simulated-file.ts';
import { requireDebootstrap, requireDockerPrograms } from './requirements.ts';

const all = ['dockerd', 'docker', 'containerd', 'containerd-shim-runc-v2', 'runc', 'ip', 'unshare', 'xz'];

/** A machine with some programs, whose apt-get, where it has one, brings others by their package. */
function machine(names: readonly string[], brings?: Readonly<Record<string, readonly string[]>>) {
  const files: SimulatedFiles = new Map();
  const add = (name: string) => void files.set(`/usr/bin/${name}`, { content: '', mode: 0o755 });
  for (const name of [...names, ...(brings ? ['apt-get'] : [])]) add(name);
  const installed: string[] = [];
  const apt = async ({ argv }: { readonly argv: readonly string[] }) => {
    if (argv.includes('--download-only')) return 0;
    const at = argv.indexOf('--no-install-recommends');
    for (const each of argv.slice(at + 1)) {
      installed.push(each);
      for (const name of brings?.[each] ?? []) add(name);
    }
    return 0;
  };
  return { installed, host: simulatedHost('here', files, { programs: { 'apt-get': apt } }) };
}

const lacking = (what: string, packages: string) => ({
  code: 'docker.missing',
  message: `a docker agent needs ${what}, which this machine lacks`,
  hint: expect.stringContaining(packages),
});

describe('a docker agent without its programs', () => {
  it.each([
    [
      'all',
      [],
      'docker.io, iproute2, util-linux, xz-utils',
      'apt-get install docker.io iproute2 util-linux xz-utils',
    ],
    ['one', all.filter((name) => name !== 'ip'), 'iproute2', 'apt-get install iproute2'],
  ])('says what it lacks where there is no apt: %s', async (_what, names, what, packages) => {
    const { host } = machine(names);
    await expect(requireDockerPrograms({}, { host, userId: 0 })).rejects.toMatchObject(
      lacking(what, packages),
    );
  });

  it('says the same to a user who may not install them, and installs nothing', async () => {
    const { host, installed } = machine([], { 'docker.io': all });
    await expect(requireDockerPrograms({}, { host, userId: 1000 })).rejects.toMatchObject(
      lacking('docker.io, iproute2, util-linux, xz-utils', 'apt-get install docker.io'),
    );
    expect(installed).toEqual([]);
  });

  it('says which programs are still missing once their packages are installed', async () => {
    const { host } = machine([], { 'docker.io': all.filter((name) => name !== 'runc') });
    await expect(requireDockerPrograms({}, { host, userId: 0 })).rejects.toMatchObject(
      lacking('runc', 'apt-get install docker.io'),
    );
  });

  it('has them installed where it can, also from the package that has only the command line', async () => {
    const brings = { 'docker.io': all.filter((name) => name !== 'docker'), 'docker-cli': ['docker'] };
    const { host, installed } = machine(['ip', 'unshare', 'xz'], brings);
    expect(await requireDockerPrograms({}, { host, userId: 0 })).toBe('/usr/bin/dockerd');
    expect(installed).toEqual(['docker.io', 'docker-cli']);
  });

  it('installs nothing where all are there', async () => {
    const { host, installed } = machine(all, {});
    expect(await requireDockerPrograms({}, { host, userId: 0 })).toBe('/usr/bin/dockerd');
    expect(installed).toEqual([]);
  });

  it('says that it lacks debootstrap', async () => {
    const { host } = machine(all);
    await expect(requireDebootstrap({}, { host, userId: 0 })).rejects.toMatchObject(
      lacking('debootstrap', 'apt-get install debootstrap'),
    );
  });
});
