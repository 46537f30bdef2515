import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { simulatedHost } from '../../hosts/simulated.ts';
import type { SimulatedFiles } from '../../hosts/simulated-file.ts';
import type { SimulatedProgram } from '../../hosts/simulated-process.ts';
import type { WheelSupply } from './wheel-supply.ts';
import type { WheelTarget } from './wheel-target.ts';
import { wheelhouse } from './wheelhouse.ts';

const content = (address: string): string => `content of ${address}`;
const hash = (address: string): string => createHash('sha256').update(content(address)).digest('hex');
const wheel = 'https://files.example.org/attrs-24.2.0-py3-none-any.whl';
const source = 'https://files.example.org/netifaces-0.11.0.tar.gz';
const asked = { requirements: ['attrs', 'netifaces'], flags: ['--exclude-newer', '2024-12-14T00:00:00Z'] };
const bookworm: WheelTarget = { python: '3.12', machine: 'x86_64', glibc: 36 };
const folder = '/home/baiup/.cache/baiup/wheels/py3.12-x86_64-glibc2.36';

const lock = [
  '[[packages]]\nname = "attrs"\nversion = "24.2.0"',
  `wheels = [{ url = "${wheel}", hashes = { sha256 = "${hash(wheel)}" } }]`,
  '[[packages]]\nname = "netifaces"\nversion = "0.11.0"',
  `sdist = { url = "${source}", hashes = { sha256 = "${hash(source)}" } }\n`,
].join('\n');

describe('wheels for hosts without an index', () => {
  let files: SimulatedFiles;
  let fetched: string[];
  let ran: (readonly string[])[];
  /** What the wheel that is built is for. */
  let tag: string;
  let libc: string;
  beforeEach(() => {
    [files, fetched, ran] = [new Map(), [], []];
    [tag, libc] = ['cp312-cp312-linux_x86_64', 'glibc 2.36'];
  });

  const uv: SimulatedProgram = async ({ argv: [, ...words], files: its, print }) => {
    if (words[0] === 'pip' || words[0] === 'build') ran.push(words);
    if (words[0] === 'pip') print(lock);
    if (words[0] === 'build') {
      const built = `${words[words.indexOf('--out-dir') + 1]}/netifaces-0.11.0-${tag}.whl`;
      its.set(built, { content: 'built' });
    }
    return 0;
  };
  const python: SimulatedProgram = async ({ argv: [, , script = ''], print }) => {
    print(script.includes('sysconfig') ? `3.12\nlinux-x86_64\n${libc}\n` : '3.12\n/usr/bin/python3.12\n');
    return 0;
  };
  /** A process of baiup on the operator's machine, which has the same files as the one before it. */
  const supply = (arrives = content): WheelSupply => ({
    here: simulatedHost('here', files, { programs: { uv, python, 'python3.12': python } }),
    fetchFile: async (address, to) => {
      fetched.push(address);
      files.set(to, { content: arrives(address) });
    },
  });

  it('are chosen, brought and built once, however many hosts ask, and never again', async () => {
    const mine = supply();
    const houses = await Promise.all(Array.from({ length: 1000 }, () => wheelhouse(mine, bookworm, asked)));
    expect(new Set(houses).size).toBe(1);
    expect(houses[0]?.wheels.map(({ requirement, file }) => [requirement, file])).toEqual([
      ['attrs==24.2.0', 'attrs-24.2.0-py3-none-any.whl'],
      ['netifaces==0.11.0', 'netifaces-0.11.0-cp312-cp312-linux_x86_64.whl'],
    ]);
    expect(houses[0]?.wheels[0]?.sha256).toBe(hash(wheel));
    expect(files.get(`${folder}/netifaces-0.11.0-cp312-cp312-linux_x86_64.whl`)?.content).toBe('built');
    expect(fetched.sort()).toEqual([wheel, source].sort());
    expect(ran.map(([verb]) => verb)).toEqual(['pip', 'build']);
    expect(ran[0]).toEqual(expect.arrayContaining(['--python-platform', 'x86_64-manylinux_2_36']));
    expect(ran[1]).toEqual(expect.arrayContaining(asked.flags));

    const later = await wheelhouse(supply(), bookworm, asked);
    expect(later).toEqual(houses[0]);
    expect([fetched.length, ran.length]).toEqual([2, 2]);
  });

  it('are made again where one is gone', async () => {
    await wheelhouse(supply(), bookworm, asked);
    files.delete(`${folder}/attrs-24.2.0-py3-none-any.whl`);
    await wheelhouse(supply(), bookworm, asked);
    expect(fetched).toEqual(expect.arrayContaining([wheel, source, wheel]));
    expect(ran.filter(([verb]) => verb === 'build')).toHaveLength(1);
  });

  it('are of no use where one arrives changed', async () => {
    const changed = supply((address) => (address === wheel ? 'other' : content(address)));
    await expect(wheelhouse(changed, bookworm, asked)).rejects.toMatchObject({ code: 'wheelhouse.damaged' });
    expect(files.has(`${folder}/attrs-24.2.0-py3-none-any.whl`)).toBe(false);
  });

  it.each<[string, Partial<WheelTarget>, RegExp]>([
    ['an older glibc', { glibc: 31 }, /its glibc 2\.36 is newer/],
    ['another C library', { glibc: undefined }, /its C library is another/],
    ['another processor', { machine: 'aarch64' }, /this machine is x86_64/],
  ])('of compiled source cannot be built for %s', async (_what, differs, why) => {
    await expect(wheelhouse(supply(), { ...bookworm, ...differs }, asked)).rejects.toMatchObject({
      code: 'wheelhouse.no-wheel',
      message: expect.stringMatching(why),
    });
  });

  it('of source without compiled code fit everywhere', async () => {
    tag = 'py3-none-any';
    const { wheels } = await wheelhouse(supply(), { ...bookworm, machine: 'aarch64', glibc: 28 }, asked);
    expect(wheels[1]?.file).toBe('netifaces-0.11.0-py3-none-any.whl');
    expect(ran[0]).toEqual(expect.arrayContaining(['--python-platform', 'aarch64-manylinux_2_28']));
  });
});
