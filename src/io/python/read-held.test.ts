import { expect, it } from 'vitest';
import { simulatedHost } from '../hosts/simulated.ts';
import { readHeld } from './read-held.ts';

const listed = { name: 'p', version: '1', requires: [], direct: null, linked: null, entryPoints: [] };

async function sourceOf(more: object) {
  const python = async ({ print }: { print: (text: string) => void }) => {
    print(`${JSON.stringify({ packages: [{ ...listed, ...more }], strays: [], changed: [] })}\n`);
    return 0;
  };
  const host = simulatedHost('h1', new Map(), { programs: { python } });
  return (await readHeld(host, '/e/a'))?.packages.map(({ source }) => source)[0];
}

it.each<[string, object, object]>([
  ['an index', {}, { from: 'index' }],
  ['notes that cannot be read', { direct: 'x' }, { from: 'index' }],
  [
    'a wheel',
    { direct: { url: 'file:///w/a%20b.whl', archive_info: {} } },
    { from: 'file', path: '/w/a b.whl' },
  ],
  [
    'a folder',
    { direct: { url: 'file:///src', dir_info: {}, subdirectory: 'p' } },
    { from: 'folder', path: '/src/p', isEditable: false },
  ],
  [
    'an editable folder',
    { direct: { url: 'file:///src', dir_info: { editable: true } } },
    { from: 'folder', path: '/src', isEditable: true },
  ],
  ['a folder that was linked', { linked: '/src' }, { from: 'folder', path: '/src', isEditable: true }],
  [
    'an address, without its password',
    { direct: { url: 'https://ops:secret@files.example.org/p.whl', archive_info: {} } },
    { from: 'address', url: 'https://files.example.org/p.whl' },
  ],
  [
    'a commit',
    {
      direct: {
        url: 'https://git.example.org/p.git',
        vcs_info: { vcs: 'git', commit_id: 'abc', requested_revision: 'main' },
        subdirectory: 'p',
      },
    },
    { from: 'address', url: 'git+https://git.example.org/p.git@abc#subdirectory=p' },
  ],
])('a package is told with where it came from: %s', async (_what, more, source) => {
  expect(await sourceOf(more)).toEqual(source);
});

it.each([
  ['does not run', async () => 127],
  ['says something else', async () => 0],
])('nothing is told of an environment whose Python %s', async (_what, python) => {
  expect(await readHeld(simulatedHost('h1', new Map(), { programs: { python } }), '/e/a')).toBeUndefined();
  expect(await readHeld(simulatedHost('h1', new Map()), '/e/a')).toBeUndefined();
});
