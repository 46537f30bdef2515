import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CountRow } from '../../src/core/census/difference.ts';
import type { Inventory } from '../../src/core/cluster/inventory.ts';
import { applyUntil } from './apply-until.ts';
import { dumpLines, inventoryOf, type Lab, openLab, sql } from './lab.ts';

vi.setConfig({ testTimeout: 420_000, hookTimeout: 420_000 });

/** What only the API tells, on a real cluster: a hop that loses some of it is taken back, and one that does not is done. */
let lab: Lab;
let cluster = '';
let inventory: Inventory;

const on = (): string[] => ['--cluster', cluster];
const planFile = (): string => join(lab.folder, 'plan.json');
const kept = (run: string, file: string): Promise<string> =>
  readFile(join(lab.folder, 'baiup/runs', run, file), 'utf8');

async function resultsOf(run: string) {
  const { json } = await lab.json('show', run);
  return (step: string) => json.steps.find((each: { step: string }) => each.step === step)?.result;
}

beforeAll(async () => {
  lab = await openLab();
  const { exitCode, json } = await lab.json('sandbox', 'up', '--at', '24.03.11');
  expect({ exitCode, error: json.error }).toEqual({ exitCode: 0, error: undefined });
  cluster = json.cluster;
  inventory = await inventoryOf(cluster);
  const planned = await lab.run(['plan', '24.09.4', ...on(), '-o', planFile()]);
  expect(planned.exitCode, planned.stdout).toBe(0);
});

afterAll(async () => {
  const { exitCode } = await lab.run(['sandbox', 'down']);
  await lab.close();
  expect(exitCode).toBe(0);
});

describe('what users of a real cluster can list', () => {
  it('fails an upgrade that takes some of it from one role, after the database was counted', async () => {
    const before = await dumpLines(inventory);
    // The new managers serve: what is written now is in no count of the migrated database.
    const loses = `DELETE FROM association_groups_users USING users
      WHERE user_id = uuid AND email = 'user@sandbox.example'`;
    const words = ['apply', planFile(), ...on(), '--yes', '--no-rehearsal', '--format', 'json'];
    const ended = await applyUntil(lab, words, {
      run: 'r-1',
      began: '1.start.m1',
      event: 'step.finished',
      act: async () => void (await sql(inventory, loses)),
    });
    const { state, failure } = JSON.parse(ended.stdout);
    expect({ exitCode: ended.exitCode, state }).toEqual({ exitCode: 1, state: 'failed' });
    expect(failure).toMatchObject({
      step: '1.prove.api',
      code: 'prove.api',
      message: expect.stringContaining('default of the projects of a user of default/default is gone'),
    });
    const { lost } = JSON.parse(await kept('r-1', 'hop-1.api-compared.json'));
    const objects: string[] = lost.map(({ object }: { object: string }) => object);
    // Managers list no keypair of somebody who is in no project.
    const [key] = await sql(
      inventory,
      "SELECT access_key FROM keypairs WHERE user_id = 'user@sandbox.example'",
    );
    expect(objects.filter((each) => !each.endsWith(' of a user of default/default'))).toEqual([
      `${key?.['access_key']} of the keypairs of a superadmin of default/default`,
    ]);
    expect((await resultsOf('r-1'))('1.prove.census')).toMatchObject({ lost: [] });
    expect(await dumpLines(inventory)).toEqual(before);
  });

  it('is the same after an upgrade, with what was asked in the evidence, and no key', async () => {
    const { exitCode, json } = await lab.json('apply', planFile(), ...on(), '--yes', '--no-rehearsal');
    expect({ exitCode, state: json.state }).toEqual({ exitCode: 0, state: 'done' });
    const result = await resultsOf('r-2');
    const noted = result('1.note.api');
    // Nine or eight questions of three roles, and five of the superadmin alone.
    expect(noted).toEqual({ keypairs: 3, answered: 31 });
    const proven = result('1.prove.api');
    expect(proven).toEqual({ counts: expect.any(Array), lost: [], explained: [] });
    const counts: CountRow[] = proven.counts;
    const beforeOf = new Map(counts.map(({ among, before }) => [among, before]));
    expect(counts).toEqual(counts.map((each) => ({ ...each, after: each.before })));
    for (const each of ['images', 'projects', 'presets', 'readable folders', 'users', 'volumes'])
      expect([each, beforeOf.get(each)]).toEqual([each, expect.toSatisfy((rows) => rows > 0)]);

    const files = [await kept('r-2', 'hop-1.api.json'), await kept('r-2', 'hop-1.api-compared.json')];
    const roles = JSON.parse(files[0] ?? '').map(({ who }: { who: { role: string } }) => who.role);
    expect(new Set(roles)).toEqual(new Set(['superadmin', 'admin', 'user']));
    const keys = await sql(
      inventory,
      'SELECT secret_key AS secret FROM keypairs WHERE secret_key IS NOT NULL',
    );
    for (const { secret } of keys) expect(files.join('')).not.toContain(secret);
    const shown = await lab.run(['show', 'r-2']);
    expect(shown.stdout).toMatch(/24\.03\.11 → 24\.09\.4, what users can list[\s\S]+readable folders/);
  });
});
