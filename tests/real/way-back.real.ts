import { readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { openSmallRuns, type SmallRun, type SmallRuns } from './small-run.ts';

/** Ways back of a real run that do not come about at first, or that an edited cluster file would lead elsewhere. */
let runs: SmallRuns;
beforeAll(async () => {
  runs = await openSmallRuns();
});
afterEach(() => runs.reset());
afterAll(() => runs?.close());

const revision = '    op.execute("UPDATE things SET name = upper(name)")';

async function upgraded() {
  const before = await runs.small.contents();
  const run = await runs.begin(revision);
  await runs.drive(['resume', run.id]).ends(0);
  expect(await runs.serving()).toBe('24.09.4');
  return { run, before };
}

const goBack = ({ id }: SmallRun) => runs.drive(['rollback', id, '--yes']).ended;

async function oldProgram(target: string): Promise<void> {
  const python = join(runs.small.folder, 'manager-24.03.11/bin/python');
  await rm(python);
  await symlink(target, python);
}

it('an old program that cannot start is started by a further rollback, once it can', async () => {
  const { run, before } = await upgraded();
  await oldProgram('/bin/false');
  for (const _attempt of ['first', 'second']) {
    expect(await goBack(run)).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining('Back at 24.03.11, except m1.'),
    });
  }
  expect(await run.view()).toMatchObject({ state: 'broken', left: [{ step: '1.stop-m1', member: 'm1' }] });
  expect(await runs.serving()).toBeUndefined();
  await oldProgram('/usr/bin/python3');
  expect((await goBack(run)).exit).toBe(0);
  expect((await run.view()).state).toBe('rolled-back');
  expect(await runs.serving()).toBe('24.03.11');
  expect(await runs.small.contents()).toEqual(before);
});

it('an edited cluster file is told, and the run goes back where it began', async () => {
  const { run, before } = await upgraded();
  const { file, inventory } = runs.small.cluster;
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace(`port: ${inventory.database.port}`, 'port: 1'));
  const { exit, stdout } = await goBack(run);
  await writeFile(file, text);
  expect({ exit, stdout }).toEqual({
    exit: 0,
    stdout: expect.stringContaining(`database.port was ${inventory.database.port}, is 1`),
  });
  expect(await runs.small.contents()).toEqual(before);
});

it('where etcd has moved with its data, it is told what to change, and the run then goes back there', async () => {
  const { run, before } = await upgraded();
  const facts = join(run.folder, 'cluster.json');
  const text = await readFile(facts, 'utf8');
  const { port } = runs.small.cluster.inventory.etcd;
  // As if the run had begun while etcd was elsewhere, where nothing answers now.
  await writeFile(facts, text.replace(`"port": ${port}`, '"port": 1'));
  const { exit, stderr } = await goBack(run);
  expect({ exit, stderr }).toEqual({
    exit: 1,
    stderr: expect.stringContaining('etcd at 127.0.0.1:1 does not answer'),
  });
  expect(stderr).toContain(`etcd.port was 1, is ${port}`);
  expect(stderr).toContain(`change it below "inventory" in ${facts} too`);
  expect(await run.view()).toMatchObject({ state: 'done' });
  await writeFile(facts, text);
  expect((await goBack(run)).exit).toBe(0);
  expect(await runs.small.contents()).toEqual(before);
});
