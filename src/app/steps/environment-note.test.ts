import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import type { HeldPackage } from '../../core/components/plugins-among.ts';
import { environmentNote } from './environment-note.ts';
import { environmentProve } from './environment-prove.ts';
import { keptFiles } from './kept-files.ts';
import { simulatedContext } from './simulated-context.ts';
import { simulatedState } from './simulated-state.ts';

const inventory = {
  components: ['a1', 'a2', 'a3'].map((id) => ({
    id,
    component: 'agent',
    host: id === 'a3' ? 'far' : 'near',
  })),
} as unknown as Inventory;
const held = (point: string): HeldPackage => ({
  name: 'mock',
  version: '1.0',
  requires: [],
  source: { from: 'index' },
  entryPoints: [{ group: 'backendai_accelerator_v21', name: point }],
});
const members = ['a1', 'a2', 'a3'].map((member) => ({ member, from: '/e/old' }));

let runFolder: string;
beforeEach(async () => {
  runFolder = await mkdtemp(join(tmpdir(), 'baiup-note-'));
});
afterEach(() => rm(runFolder, { recursive: true }));

/** A context that says which environments are read; what is there may be given anew. */
function observed(packages: Record<string, readonly HeldPackage[] | undefined>) {
  const read: string[] = [];
  const context = {
    ...simulatedContext(runFolder, inventory, simulatedState({ environment: '/e/new' })),
    runFolder,
    heldIn: async (host: string, folder: string) => {
      read.push(`${host}:${folder}`);
      return packages[folder];
    },
  };
  return { context, read };
}

const note = environmentNote.params.parse({ hop: 1, members });
const prove = environmentProve.params.parse({ hop: 1, version: '2', members });

it('what was noted before the stop is compared, and no old environment is asked again', async () => {
  const before = observed({ '/e/old': [held('mock')] });
  expect(await environmentNote.probe(note, before.context, false)).toBe('todo');
  expect(await environmentNote.apply(note, before.context, 'todo')).toEqual({ noted: 2, unread: 0 });
  expect(before.read.sort()).toEqual(['far:/e/old', 'near:/e/old']);
  expect(await environmentNote.probe(note, before.context, false)).toBe('done');

  // The old environment has lost it since: what counts is what it had.
  const after = observed({ '/e/old': [], '/e/new': [held('another')] });
  await expect(environmentProve.apply(prove, after.context, 'todo')).rejects.toThrow('a1 has lost mock');
  expect(after.read.sort()).toEqual(['far:/e/new', 'near:/e/new']);
});

it('one that could not be read, and one whose note is damaged, is asked itself', async () => {
  const silent = observed({});
  expect(await environmentNote.apply(note, silent.context, 'todo')).toEqual({ noted: 0, unread: 2 });
  expect(await environmentNote.probe(note, silent.context, false)).toBe('todo');
  await writeFile(keptFiles({ runFolder }, 2).environments, 'no line of ours\n');
  for (const hop of [1, 2]) {
    const after = observed({ '/e/old': [held('mock')], '/e/new': [held('mock')] });
    await environmentProve.apply({ ...prove, hop }, after.context, 'todo');
    expect(after.read).toContain('near:/e/old');
  }
});
