import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Counted } from '../../core/census/census.ts';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { censusProve } from './census-prove.ts';
import { censusView } from './census-view.ts';
import type { StepContext } from './context.ts';
import { databaseCapture } from './database-capture.ts';
import { letGo } from './let-go.ts';
import { simulatedContext } from './simulated-context.ts';
import { type SimulatedState, simulatedState } from './simulated-state.ts';

const inventory = {
  components: [
    { id: 'm1', component: 'manager', host: 'local', config: '/c', workdir: '/w' },
    { id: 'a1', component: 'agent', host: 'local', config: '/a', agent: { id: 'i1', varBase: '/var' } },
  ],
} as unknown as Inventory;

const users = (...emails: string[]): Counted => ({
  count: emails.length,
  rows: Object.fromEntries(emails.map((email) => [email, { email }])),
});

let folder = '';
let state: SimulatedState;
let context: StepContext;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-census-'));
  state = simulatedState({
    holds: { kinds: { users: users('a@b', 'c@d') }, tables: {} },
  });
  context = simulatedContext(folder, inventory, state);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const which = { hop: 1 };
const proof = { hop: 1, revisions: [], moved: [] };
const hold = (...emails: string[]): void => {
  state.holds = { kinds: { users: users(...emails) }, tables: {} };
};

describe('census.prove', () => {
  const capture = () => databaseCapture.apply(which, context, 'todo');
  const view = () => censusView.apply(which, context, 'todo');
  const prove = () => censusProve.apply(proof, context, 'todo');

  it('counts what was there at the stop and before the new managers began, whatever users do afterwards', async () => {
    await capture();
    await view();
    hold('a@b');
    expect(await prove()).toMatchObject({ counts: [{ among: 'users', before: 2, after: 2 }], lost: [] });
  });

  it('fails on what the migration lost, and names it', async () => {
    await capture();
    hold('a@b', 'x@y');
    await view();
    await expect(prove()).rejects.toMatchObject({
      code: 'prove.census',
      message: expect.stringMatching(/user c@d \(c@d\) is gone; user x@y \(x@y\) was not there before/),
      hint: expect.stringContaining('hop-1.census-compared.json'),
    });
    expect(await readFile(join(folder, 'hop-1.census-compared.json'), 'utf8')).toContain('x@y');
  });

  it('tells, and does not refuse, what the operator accepts', async () => {
    await capture();
    hold('a@b');
    await view();
    const told = await censusProve.apply({ ...proof, accepted: true }, context, 'todo');
    expect(told).toMatchObject({ lost: [{ object: 'user c@d (c@d)' }] });
  });

  it('needs nothing of what was noted, which may be much to read, until the new managers have started', async () => {
    await capture();
    const noted = join(folder, 'hop-1.census.json');
    await rename(noted, `${noted}.away`);
    await view();
    hold('a@b');
    await rename(`${noted}.away`, noted);
    context = { ...context, views: new Map() };
    expect(await view()).toEqual({ late: true });
    expect(await prove()).toMatchObject({ counts: [{ among: 'users', before: 2, after: 2 }], lost: [] });
  });

  it('compares the keys of etcd', async () => {
    const files: Record<string, string[]> = {
      'hop-1.etcd.json': ['config/a', 'config/b'],
      'hop-1.etcd-after.json': ['config/a'],
    };
    const captured = async (file: string) =>
      (files[file.slice(folder.length + 1)] ?? []).map((key) => ({ key, value: '1' }));
    context = { ...context, configStore: { ...context.configStore, captured } };
    await capture();
    await context.configStore.capture(join(folder, 'hop-1.etcd.json'));
    await view();
    await expect(prove()).rejects.toThrow('etcd config/b held 1 rows and is gone');
  });

  describe('what users read, which etcd keeps as well', () => {
    const etcd = (announcement: Record<string, string>) => ({ 'config/a': '1', ...announcement });
    const over = async (before: Record<string, string>, after: Record<string, string>): Promise<unknown> => {
      const files: Record<string, Record<string, string>> = {
        'hop-1.etcd.json': etcd(before),
        'hop-1.etcd-after.json': etcd(after),
      };
      const captured = async (file: string) =>
        Object.entries(files[file.slice(folder.length + 1)] ?? {}).map(([key, value]) => ({ key, value }));
      context = { ...context, configStore: { ...context.configStore, captured } };
      await capture();
      await context.configStore.capture(join(folder, 'hop-1.etcd.json'));
      await view();
      return prove();
    };
    const forms = [
      [{ 'manager/announcement': 'stopped' }, { 'manager/announcement': 'back' }],
      [{}, { 'manager/announcement': 'back' }],
      [{ 'manager/announcement/message': 'stopped', 'manager/announcement/enabled': 'true' }, {}],
    ] as const;

    it.each(forms)('is no difference: %j, then %j', async (before, after) => {
      expect(await over({ ...before }, { ...after })).toMatchObject({ lost: [] });
    });

    it('excuses no key that is not a manager’s own', async () => {
      await expect(over({ 'announcement/x': 'here' }, {})).rejects.toThrow('etcd announcement/x');
    });
  });

  describe('where the process died before the proof', () => {
    const die = () => {
      context = { ...context, views: new Map() };
    };

    it('has written down what is counted in a moment: what users do since is no difference', async () => {
      await capture();
      await view();
      die();
      hold('a@b');
      expect(await view()).toEqual({ late: true });
      expect(await prove()).toMatchObject({ lost: [] });
    });

    it('fails as before on what the migration lost of that', async () => {
      await capture();
      hold('a@b');
      await view();
      die();
      hold('a@b', 'c@d');
      await view();
      await expect(prove()).rejects.toMatchObject({ code: 'prove.census' });
    });

    it('tells, and does not refuse, what differs in what takes longer: users may have done it', async () => {
      const lamps = (count: number) => {
        state.holds = { kinds: { users: users('a@b') }, tables: { lamps: { count } } };
      };
      lamps(60_000);
      await capture();
      await view();
      die();
      lamps(59_999);
      await view();
      expect(await prove()).toMatchObject({
        verdict: 'told',
        lost: [{ object: 'table lamps', perhaps: 'users' }],
      });
    });

    it('counts anew where it died before that was written: nobody was started', async () => {
      await capture();
      const full = new Error('disk full');
      const { configStore } = context;
      context = { ...context, configStore: { ...configStore, capture: () => Promise.reject(full) } };
      await expect(view()).rejects.toThrow('disk full');
      expect(context.views.size).toBe(0);
      context = { ...context, configStore };
      hold('a@b');
      expect(await view()).toBeUndefined();
      await expect(prove()).rejects.toMatchObject({ code: 'prove.census' });
    });
  });

  describe('of what the site has beside the release', () => {
    const release = { tables: { users: { columns: { uuid: {}, email: {} } } } };
    beforeEach(() => writeFile(join(folder, 'hop-1.expected-schema.json'), JSON.stringify(release)));
    const bill = (count: number) => {
      state.holds = { kinds: { users: users('a@b') }, tables: { billing: { count } } };
    };

    it('tells what a program of the site may have done, where the rehearsal lost nothing', async () => {
      bill(7);
      await capture();
      bill(6);
      await view();
      const lost = [{ object: 'table billing', actual: '6', expected: '7', perhaps: 'site' }];
      const rehearsed = { ...context, rehearsed: async () => true };
      expect(await censusProve.apply(proof, rehearsed, 'todo')).toMatchObject({ verdict: 'told', lost });
    });

    it('names only what it fails on, and not what it would only tell', async () => {
      bill(7);
      await capture();
      state.holds = { kinds: { users: users('x@y') }, tables: { billing: { count: 6 } } };
      await view();
      const rehearsed = { ...context, rehearsed: async () => true };
      await expect(censusProve.apply(proof, rehearsed, 'todo')).rejects.toMatchObject({
        message: expect.stringMatching(/at the stop: user a@b \(a@b\) is gone; [^;]*x@y[^;]*$/),
        hint: expect.not.stringContaining('its own programs'),
      });
    });

    it('fails where nobody rehearsed it, and names the ways out', async () => {
      bill(7);
      await capture();
      bill(6);
      await view();
      await expect(prove()).rejects.toMatchObject({
        code: 'prove.census',
        hint: expect.stringMatching(/its own programs wrote there.*--accept prove.census/),
        found: { verdict: 'refused', lost: [{ perhaps: 'site' }] },
      });
    });

    it('fails as ever on what is the release’s, rehearsed or not', async () => {
      await capture();
      hold('a@b');
      await view();
      const rehearsed = { ...context, rehearsed: async () => true };
      await expect(censusProve.apply(proof, rehearsed, 'todo')).rejects.toThrow('user c@d (c@d) is gone');
    });
  });

  it('keeps all differences in a file, and the first of many in the journal', async () => {
    hold(...Array.from({ length: 150 }, (_, index) => `u${index}@b`));
    await capture();
    hold();
    await view();
    const told = await censusProve.apply({ ...proof, accepted: true }, context, 'todo');
    expect(told).toMatchObject({ all: 150, verdict: 'accepted' });
    expect((told as { lost: unknown[] }).lost).toHaveLength(100);
    const kept = JSON.parse(await readFile(join(folder, 'hop-1.census-compared.json'), 'utf8'));
    expect(kept.lost).toHaveLength(150);
  });

  it('is as good as new once the hop was taken back', async () => {
    await capture();
    await view();
    if (typeof censusView.undo === 'function') await censusView.undo(which, context);
    hold('a@b');
    await view();
    await expect(prove()).rejects.toMatchObject({ code: 'prove.census' });
  });

  it('says so where nothing was noted', async () => {
    await view();
    expect(await prove()).toEqual({ skipped: expect.stringContaining('not noted') });
  });

  it('can be done again where the disk was full', async () => {
    await capture();
    await view();
    const { view: held, late } = context.views.get(1) ?? { view: await context.database.view(), late: false };
    let isOpen = true;
    const close = async () => {
      isOpen = false;
    };
    context.views.set(1, { late, view: { ...held, close } });
    const compared = join(folder, 'hop-1.census-compared.json');
    await mkdir(compared);
    await expect(prove()).rejects.toThrow();
    expect(isOpen).toBe(true);
    await rm(compared, { recursive: true });
    expect(await prove()).toMatchObject({ lost: [] });
    expect(isOpen).toBe(false);
  });

  it('lets the database go with the process', async () => {
    let closed = 0;
    const held = { view: { census: async () => state.holds, close: async () => void closed++ }, late: false };
    await letGo({ migrators: new Map(), views: new Map([[1, held]]) });
    expect(closed).toBe(1);
  });
});
