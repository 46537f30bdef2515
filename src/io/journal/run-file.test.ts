import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at, stopped } from './contract.ts';
import { loadRunFile, planOfRun, saveRunFile } from './run-file.ts';
import { beginningOf } from './scan.ts';
import { writeOn } from './write-on.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-run-file-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const id = '7f3a9c2e41b0';
const plan = 'a'.repeat(64);
const begun = 'b'.repeat(64);
const lines = (...facts: readonly object[]) =>
  writeOn(
    facts.map((fact) => ({ at, ...stopped('a'), ...fact })),
    beginningOf(id),
    'r-1',
  ).bytes;
const journal = () => join(folder, 'journal.jsonl');

describe('what a run is known by', () => {
  it('is kept in a file of its own, a line of JSON', async () => {
    await saveRunFile(folder, { id, plan });
    expect(await loadRunFile(folder)).toEqual({ id, plan });
    expect(await readFile(join(folder, 'run.json'), 'utf8')).toBe(`{"id":"${id}","plan":"${plan}"}\n`);
  });

  it.each([
    ['lost', undefined],
    ['torn', '{"id":'],
    ['of another id', JSON.stringify({ id: 'xyz', plan })],
    ['of a longer id', JSON.stringify({ id: `${id}0`, plan })],
  ])('is in the first line of the journal where the file is %s', async (_how, text) => {
    if (text !== undefined) await writeFile(join(folder, 'run.json'), text);
    expect(await loadRunFile(folder)).toEqual({});
    await writeFile(journal(), lines({}, {}));
    expect(await loadRunFile(folder)).toEqual({ id });
  });

  it('is found in a first line that is long', async () => {
    await writeFile(journal(), lines({ title: 'x'.repeat(300_000) }));
    expect(await loadRunFile(folder)).toEqual({ id });
  });

  it('is not taken from later lines, nor from one without its end', async () => {
    await writeFile(journal(), `{}\n${lines({})}`);
    expect(await loadRunFile(folder)).toEqual({});
    await writeFile(journal(), lines({}).subarray(0, -1));
    expect(await loadRunFile(folder)).toEqual({});
  });
});

describe('the plan that a run began with', () => {
  it('is the one of its journal, else what was written down first', async () => {
    expect(await planOfRun(folder, { id, plan })).toBe(plan);
    expect(await planOfRun(folder, { id })).toBeUndefined();
    await writeFile(journal(), lines({}, { planSha256: begun }));
    expect(await planOfRun(folder, { id, plan })).toBe(plan);
    await writeFile(journal(), lines({ planSha256: begun }));
    expect(await planOfRun(folder, { id, plan })).toBe(begun);
  });
});
