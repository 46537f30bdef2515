import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { thisMachine } from '../hosts/this-machine.ts';
import { buildEnvironment, environmentStands } from './build-environment.ts';
import { checkConfiguration } from './check-configuration.ts';
import { loadEnvironmentRecord } from './environment-record.ts';
import { refuseConfiguration } from './refuse-configuration.ts';

const release = { version: '24.09.4', published: '2024-12-11T07:37:24Z', python: '3.12' } as const;
let workdir: string;

beforeAll(async () => {
  workdir = await mkdtemp(join(tmpdir(), 'baiup-environment-'));
});
afterAll(() => rm(workdir, { recursive: true, force: true }));

const logging = `
[logging]
level = "INFO"
drivers = ["console"]
[logging.pkg-ns]
"" = "WARNING"
[logging.console]
colored = false
format = "verbose"
`;

async function file(name: string, content: string): Promise<string> {
  const path = join(workdir, name);
  await writeFile(path, content);
  return path;
}

describe('the environment of a storage-proxy', () => {
  const component = 'storage-proxy';
  const request = () =>
    ({ host: thisMachine, component, ...release, folder: join(workdir, component) }) as const;

  it('is built, proven, recorded, and then left alone', async () => {
    expect(await environmentStands(request())).toBe(false);
    const record = await buildEnvironment(request());
    // The days after its upload brought a logger without a module that it imports.
    expect(record.choice).not.toBe('as-of-3-days');
    expect(record.packages).toContain('backend-ai-storage-proxy==24.9.4');
    expect(await loadEnvironmentRecord(thisMachine, request().folder)).toEqual(record);
    expect(await environmentStands(request())).toBe(true);
    expect(await buildEnvironment(request())).toEqual(record);
  });

  it('is built anew where it was left half-built', async () => {
    await rm(join(request().folder, 'baiup-environment.json'));
    await rm(join(request().folder, 'bin'), { recursive: true });
    await writeFile(`${request().folder}.unfinished`, '');
    await buildEnvironment(request());
    await expect(stat(`${request().folder}.unfinished`)).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await environmentStands(request())).toBe(true);
  });

  it.each([
    ['that baiup did not build', false],
    ['that does not run any more', true],
  ])('is not built in the place of one %s: containers may use its files', async (_which, isOurs) => {
    const folder = join(workdir, 'in-use');
    const record = 'baiup-environment.json';
    await mkdir(join(folder, 'lib'), { recursive: true });
    if (isOurs) await copyFile(join(request().folder, record), join(folder, record));
    const built = buildEnvironment({ ...request(), folder });
    await expect(built).rejects.toMatchObject({ code: 'environment.in-use', left: 'nothing was changed' });
    expect(await readdir(folder)).toContain('lib');
    await rm(folder, { recursive: true });
  });

  it('has bytecode that Python accepts as it is', async () => {
    const module = join(request().folder, 'lib', 'python3.12', 'site-packages', 'aiohttp');
    const kept = await readFile(join(module, '__pycache__', 'client.cpython-312.pyc'));
    const broken = await checkConfiguration({
      host: thisMachine,
      environment: request().folder,
      component,
      workdir,
    });
    expect(broken.outcome).toBe('ok');
    expect(await readFile(join(module, '__pycache__', 'client.cpython-312.pyc'))).toEqual(kept);
  });

  it('tells with the words of the loader what it refuses', async () => {
    const config = await file('storage-proxy.toml', `[storage-proxy]\nnode-id = "i-s"\n${logging}`);
    const check = { host: thisMachine, environment: request().folder, component, config, workdir } as const;
    expect(await checkConfiguration(check)).toMatchObject({
      outcome: 'refused',
      message: expect.stringMatching(/etcd/),
    });
    const said = await checkConfiguration(check);
    expect(() => refuseConfiguration(said, check)).toThrow(
      expect.objectContaining({
        code: 'configuration.refused',
        findings: expect.arrayContaining([
          expect.objectContaining({ severity: 'blocker', summary: expect.stringContaining('etcd') }),
        ]),
      }),
    );
  });
});

describe('the environment of a webserver', () => {
  const common = `
[service]
ip = "127.0.0.1"
port = 8090
mode = "webui"
wsproxy.url = ""
[resources]
[environments]
[plugin]
[ui]
brand = "x"
[api]
domain = "default"
endpoint = "http://127.0.0.1:8081"
text = "x"
[session.redis]
addr = "127.0.0.1:6379"
[debug]
enabled = false
`;
  const old = `
[logging.logstash]
endpoint = "localhost:9300"
protocol = "tcp"
ssl-enabled = true
ssl-verify = true
`;

  it('accepts a good file, writes no pid file, and refuses the logstash address of 24.03', async () => {
    const component = 'webserver';
    const folder = join(workdir, component);
    const pid = await file('pid', 'of a live server');
    const server = `[webserver]\nipc-base-path = "${workdir}/ipc"\npid-file = "${pid}"\n`;
    const config = await file('webserver.conf', `${common}${server}${logging}`);
    await buildEnvironment({ host: thisMachine, component, ...release, folder, workdir });
    const good = await checkConfiguration({
      host: thisMachine,
      environment: folder,
      component,
      config,
      workdir,
    });
    expect(good.outcome).toBe('ok');
    expect(await readFile(pid, 'utf8')).toBe('of a live server');
    const refused = await file('old.conf', `${common}${server}${logging}${old}`);
    expect(
      await checkConfiguration({
        host: thisMachine,
        environment: folder,
        component,
        config: refused,
        workdir,
      }),
    ).toMatchObject({
      outcome: 'refused',
      message: expect.stringMatching(/logstash/),
    });
  });
});

describe('a manager whose wheel lacks a module of its own', () => {
  const component = 'manager';
  const request = () =>
    ({
      host: thisMachine,
      component,
      version: '24.09.14',
      published: '2025-09-16T04:56:51Z',
      python: '3.12',
      folder: join(workdir, 'passed-through'),
    }) as const;

  it('is no manager that serves, and one whose migrations run', async () => {
    await expect(buildEnvironment(request())).rejects.toMatchObject({ code: 'release.faulty' });
    const only = { ...request(), proves: 'migrator' } as const;
    expect(await buildEnvironment(only)).toMatchObject({ proves: 'migrator' });
    expect(await environmentStands(only)).toBe(true);
  });

  it('is not taken for one that serves, also where it stands already', async () => {
    expect(await environmentStands(request())).toBe(false);
    await expect(buildEnvironment(request())).rejects.toMatchObject({ code: 'release.faulty' });
  });
});
