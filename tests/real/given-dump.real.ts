import { cp, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/core/plan/plan.ts';
import { checkGivenDump } from '../../src/io/database/given-dump.ts';
import { runTool } from '../../src/io/database/tool.ts';
import { thisMachine } from '../../src/io/hosts/this-machine.ts';
import { wheelFolder } from '../../src/io/python/wheel-folder.ts';
import { findPostgresPrograms } from '../../src/io/services/find-postgres-programs.ts';
import type { PostgresPrograms } from '../../src/io/services/postgres-programs.ts';
import { rehearseSmall } from './rehearse-small.ts';
import { openSmallCluster, type SmallCluster } from './small-cluster.ts';

/** Dumps that somebody else made: whole ones, damaged ones, and what is none. */
let small: SmallCluster;
let tools: PostgresPrograms;
let plan: Plan;
const host = thisMachine;
const at = (name: string): string => join(small.folder, name);
const check = (name: string) => checkGivenDump({ host, tools, path: at(name) });

async function dump(name: string, ...flags: readonly string[]): Promise<void> {
  await runTool(host, small.address, [tools.pgDump, ...flags, `--file=${at(name)}`, 'small']);
}

/** The largest file of a folder, where the rows are. */
async function rowsOf(folder: string): Promise<string> {
  const names = (await readdir(at(folder))).filter(
    (name) => /\.dat(\.gz)?$/.test(name) && name !== 'toc.dat',
  );
  const sized = await Promise.all(
    names.map(async (name) => ({ name, size: (await readFile(join(at(folder), name))).length })),
  );
  return join(at(folder), sized.sort((a, b) => b.size - a.size)[0]?.name ?? '');
}

beforeAll(async () => {
  small = await openSmallCluster();
  tools = await findPostgresPrograms({ wheels: wheelFolder });
  plan = await small.plan([{ id: 'second', body: '    pass' }]);
  await dump('custom', '--format=custom');
  await dump('folder', '--format=directory', '--compress=0');
  await dump('packed', '--format=directory');
  await dump('plain.sql', '--format=plain');
  await dump('tar', '--format=tar');
});

afterAll(async () => {
  await small?.close();
});

it.each(['custom', 'folder', 'packed'])('takes a whole one: %s', async (name) => {
  const { path, bytes } = await check(name);
  expect(path).toBe(at(name));
  expect(bytes).toBeGreaterThan(1000);
});

describe('refuses', () => {
  it.each([
    ['plain.sql', 'dump.format', 'a plain SQL script'],
    ['tar', 'dump.format', 'a tar archive'],
    ['servers', 'dump.format', 'it has no toc.dat'],
    ['cluster.yaml', 'dump.format', 'nothing that pg_dump made'],
    ['nowhere', 'dump.missing', 'there is no dump at'],
  ])('%s: %s', async (name, code, says) => {
    await expect(check(name)).rejects.toMatchObject({
      code,
      exit: 64,
      message: expect.stringContaining(says),
      hint: expect.stringContaining('pg_dump --format=custom'),
    });
  });

  const cut = async (file: string): Promise<void> => {
    const { length } = await readFile(file);
    await truncate(file, Math.floor(length / 2));
  };

  it.each(['custom', 'folder', 'packed'])('one that was cut: %s', async (name) => {
    const copy = `cut-${name}`;
    await cp(at(name), at(copy), { recursive: true });
    await cut(name === 'custom' ? at(copy) : await rowsOf(copy));
    await expect(check(copy)).rejects.toMatchObject({ code: 'database.dump-damaged', exit: 2 });
  });

  it('one cut at the end of a line, which pg_restore itself would take', async () => {
    await cp(at('folder'), at('at-line'), { recursive: true });
    const file = await rowsOf('at-line');
    const text = await readFile(file, 'utf8');
    await writeFile(file, `${text.split('\n').slice(0, 500).join('\n')}\n`);
    await expect(check('at-line')).rejects.toMatchObject({
      code: 'database.dump-damaged',
      message: expect.stringContaining('has no end'),
    });
  });
});

describe('a rehearsal', () => {
  const rehearse = (name: string) => rehearseSmall(small, plan, { dump: at(name) });

  it.each(['custom', 'packed'])('takes it instead of making one: %s', async (name) => {
    const { receipt } = await rehearse(name);
    expect(receipt).toMatchObject({ ok: true, copy: { given: at(name), dump: 0 } });
    expect(await small.leftovers()).toEqual({ folders: [], processes: [] });
  });

  it('refuses one of another day', async () => {
    await small.sql("UPDATE alembic_version SET version_num = 'another'");
    await dump('other', '--format=custom');
    await small.sql("UPDATE alembic_version SET version_num = 'first'");
    await expect(rehearse('other')).rejects.toMatchObject({
      code: 'rehearsal.other-dump',
      message: `${at('other')} is at another, the plan begins at first`,
    });
    expect(await small.leftovers()).toEqual({ folders: [], processes: [] });
  });
});
