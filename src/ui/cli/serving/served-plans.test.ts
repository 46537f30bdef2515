import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { newPlanFile } from '../../../app/live/kept-plans.ts';
import { planned } from '../../../app/planner/simulated-plan.ts';
import { servedPlans } from './served-plans.ts';

const before = process.env['BAIUP_HOME'];
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'baiup-served-'));
  process.env['BAIUP_HOME'] = home;
});
afterEach(async () => {
  if (before === undefined) delete process.env['BAIUP_HOME'];
  else process.env['BAIUP_HOME'] = before;
  await rm(home, { recursive: true, force: true });
});

const [minor, major] = [planned('24.03.10', '24.03.11'), planned('24.03.11', '24.09.4')];
const done = new Map<string, string>();
const server = (givenPlan?: string, cluster = minor.cluster) =>
  servedPlans({ givenPlan, clusterName: async () => cluster, carriedOut: async () => done });
const write = (file: string, plan: object) => writeFile(file, JSON.stringify(plan));

it('a plan that was made on a page is served by the next server too, until a run has carried it out', async () => {
  const first = server();
  expect(await first.now()).toBeUndefined();
  const file = await first.newFile();
  expect(await first.now()).toBeUndefined();
  await write(file, minor);
  expect(await first.now()).toMatchObject({ file, id: minor.id });
  expect(await server().now()).toMatchObject({ file, id: minor.id });
  expect(await server(undefined, 'another-cluster').now()).toBeUndefined();
  done.set(minor.id, 'r-1');
  expect(await server().now()).toBeUndefined();
  // Whoever has just carried it out looks at it still.
  expect(await first.now()).toMatchObject({ id: minor.id });
  expect(await server().list()).toMatchObject([{ name: basename(file), id: minor.id, run: 'r-1' }]);
  done.clear();
});

it('the operator’s own file counts until another one is made on the page, and stays as it is', async () => {
  const own = join(home, 'plan.json');
  await write(own, minor);
  await write(await newPlanFile(new Date()), major);
  const now = server(own);
  expect(await now.now()).toMatchObject({ file: own, id: minor.id });
  await write(await now.newFile(), major);
  expect(await now.now()).toMatchObject({ id: major.id });
  expect(await server(own).now()).toMatchObject({ file: own });
});

it('a plan of the history is served once somebody asks for it', async () => {
  const now = server();
  const [one, other] = [await now.newFile(), await now.newFile()];
  await write(one, minor);
  await write(other, major);
  expect(await now.now()).toMatchObject({ file: other });
  expect(await now.serve(basename(one))).toMatchObject({ id: minor.id, run: null });
  expect(await now.now()).toMatchObject({ file: one, id: minor.id });
  await expect(now.serve('../plan.json')).rejects.toMatchObject({ code: 'plan.unknown' });
});
