import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inventory } from '../../core/cluster/inventory.ts';
import { localHost } from '../../io/hosts/local.ts';
import { configurationPatch } from './configuration-patch.ts';
import type { StepContext } from './context.ts';

const original = '[agent]\r\n# ours: ü\r\nscaling-group = "gpu"\r\n[etcd]\r\npassword = "hidden"';
const edited = original.replace('scaling-group', 'initial-resource-group-name');

let folder = '';
let context: StepContext;
let params: Parameters<typeof configurationPatch.apply>[0];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-patch-'));
  const config = join(folder, 'agent.toml');
  await writeFile(config, original);
  await chmod(config, 0o640);
  const inventory = {
    components: [{ id: 'a1', component: 'agent', host: 'local', config }],
  } as unknown as Inventory;
  context = {
    inventory,
    runFolder: join(folder, 'run'),
    host: () => localHost('local'),
  } as unknown as StepContext;
  params = configurationPatch.params.parse({
    hop: 1,
    member: 'a1',
    component: 'agent',
    config,
    edits: [{ action: 'rename', key: 'agent.scaling-group', to: 'initial-resource-group-name' }],
  });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const text = () => readFile(params.config, 'utf8');

describe('configuration.patch', () => {
  it('changes the file alone, keeps its mode, and gives back every byte', async () => {
    expect(await configurationPatch.probe(params, context, false)).toBe('todo');
    expect(await configurationPatch.apply(params, context, 'todo')).toEqual({
      changed: ['agent.scaling-group'],
    });
    await configurationPatch.verify(params, context);
    expect(await text()).toBe(edited);
    expect((await stat(params.config)).mode & 0o777).toBe(0o640);
    expect(await configurationPatch.probe(params, context, true)).toBe('done');
    const kept = join(folder, 'run', 'hop-1.a1.configuration');
    expect((await stat(kept)).mode & 0o777).toBe(0o600);
    await undo();
    expect(await text()).toBe(original);
    expect((await stat(params.config)).mode & 0o777).toBe(0o640);
  });

  it('takes back only what it kept, and keeps nothing aside that is its own', async () => {
    await undo();
    expect(await text()).toBe(original);
    await configurationPatch.apply(params, context, 'todo');
    await undo();
    expect(await readdir(join(folder, 'run'))).toEqual(['hop-1.a1.configuration']);
    await rm(join(folder, 'run'), { recursive: true });
    await rm(params.config);
    await configurationPatch.afterUndo?.(params, context);
  });

  it('follows a link to the file', async () => {
    const link = join(folder, 'link.toml');
    await symlink('agent.toml', link);
    await configurationPatch.apply({ ...params, config: link }, context, 'todo');
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    expect(await text()).toBe(edited);
  });

  it('keeps the original also when it is applied again', async () => {
    await configurationPatch.apply(params, context, 'todo');
    await configurationPatch.apply(params, context, 'todo').catch(() => undefined);
    await undo();
    expect(await text()).toBe(original);
  });

  it('undone, keeps beside the run what was edited in between', async () => {
    await configurationPatch.apply(params, context, 'todo');
    await writeFile(params.config, `${edited}\n# later`);
    await undo();
    expect(await text()).toBe(original);
    expect(await readFile(join(folder, 'run', 'hop-1.a1.configuration.after'), 'utf8')).toContain('# later');
  });

  it('refuses a file that was edited so that the change is no longer safe, and leaves it', async () => {
    const both = `${original}\r\n[agent.x]\r\n`.replace(
      '[etcd]',
      'initial-resource-group-name = "b"\r\n[etcd]',
    );
    await writeFile(params.config, both);
    await expect(configurationPatch.apply(params, context, 'todo')).rejects.toMatchObject({
      code: 'configuration.changed',
      message: expect.stringMatching(
        /agent\.toml was edited since the plan was made: agent\.scaling-group: \w/,
      ),
      left: 'the file was not changed',
      hint: 'change it manually, or make the plan again: baiup plan',
    });
    expect(await text()).toBe(both);
  });

  it('says that the file is not there', async () => {
    await rm(params.config);
    await expect(configurationPatch.apply(params, context, 'todo')).rejects.toMatchObject({
      code: 'configuration.missing',
      message: `a1 has the configuration file ${params.config}, which does not exist`,
      hint: 'put the file back, then go on: baiup resume RUN',
    });
  });

  it('is not verified while the file is as it was, whether the change could be made or not', async () => {
    const message = expect.stringContaining('agent.scaling-group is as it was before');
    await expect(configurationPatch.verify(params, context)).rejects.toMatchObject({
      code: 'configuration.changed',
      message,
    });
    await writeFile(params.config, original.replace('[etcd]', 'initial-resource-group-name = "b"\r\n[etcd]'));
    await expect(configurationPatch.verify(params, context)).rejects.toMatchObject({ message });
  });

  it('changes nothing where it never changed anything', async () => {
    await writeFile(params.config, edited);
    expect(await configurationPatch.apply(params, context, 'todo')).toBeUndefined();
    await undo();
    expect(await text()).toBe(edited);
    await configurationPatch.afterUndo?.(params, context);
  });

  it('leaves a file alone that is back already', async () => {
    await configurationPatch.apply(params, context, 'todo');
    await writeFile(params.config, original);
    const before = await stat(params.config);
    await undo();
    expect((await stat(params.config)).ino).toBe(before.ino);
    const kept = join(folder, 'run', 'hop-1.a1.configuration.after');
    await expect(readFile(kept)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('is not back while the file has what the run changed; what an operator wrote since is theirs', async () => {
    await configurationPatch.apply(params, context, 'todo');
    await expect(configurationPatch.afterUndo?.(params, context)).rejects.toMatchObject({
      code: 'configuration.not-back',
      message: `${params.config} has again what this run changed in it`,
    });
    await writeFile(params.config, `${original}\n# since`);
    await configurationPatch.afterUndo?.(params, context);
    await undo();
    await configurationPatch.afterUndo?.(params, context);
  });

  it('does not take what it kept for missing where it cannot be read', async () => {
    await configurationPatch.apply(params, context, 'todo');
    const kept = join(folder, 'run', 'hop-1.a1.configuration');
    await rm(kept);
    await mkdir(kept);
    await expect(undo()).rejects.toThrow();
    expect(await text()).toBe(edited);
  });
});

async function undo(): Promise<void> {
  if (typeof configurationPatch.undo !== 'function') throw new Error('there is no way back');
  await configurationPatch.undo(params, context);
}
