import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComponentName } from '../../core/cluster/inventory.ts';
import { parseVersion } from '../../core/versions/parse-version.ts';
import { knownOrMade } from '../../lib/known-or-made.ts';
import { cacheHome } from '../../lib/state-home.ts';
import { thisMachine } from '../hosts/this-machine.ts';
import { currentCatalog } from '../index/current-catalog.ts';
import { buildEnvironment } from './build-environment.ts';
import { checkConfiguration } from './check-configuration.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'baiup-loaders-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const built = new Map<string, Promise<string>>();

/** Nobody changes it: it is kept from one run of the tests to the next. */
function environmentOf(component: ComponentName, version: string): Promise<string> {
  const at = join(cacheHome(), 'test-environments', `${component}-${version}`);
  return knownOrMade(built, at, async () => {
    const release = currentCatalog().find(parseVersion(version));
    if (!release) throw new Error(`no release ${version}`);
    const { published, python } = release;
    await buildEnvironment({ host: thisMachine, component, version, published, python, folder: at });
    return at;
  });
}

async function check(component: ComponentName, version: string, content: string | Buffer, deadline?: number) {
  const environment = await environmentOf(component, version);
  const config = join(folder, `${component}.toml`);
  await writeFile(config, content);
  return checkConfiguration({ host: thisMachine, environment, component, config, workdir: folder, deadline });
}

const webserver = `
[service]
ip = "127.0.0.1"
port = 8090
mode = "webui"
wsproxy.url = ""
[resources]
[environments]
[plugin]
[pipeline]
[ui]
brand = "x"
[api]
domain = "default"
endpoint = "http://127.0.0.1:8081"
text = "x"
[session.redis]
addr = "127.0.0.1:6379"
password = "very-secret"
[webserver]
[debug]
enabled = false
[logging]
level = "INFO"
drivers = ["console"]
pkg-ns."" = "WARNING"
[logging.console]
colored = false
format = "verbose"
[logging.logstash]
protocol = "tcp"
ssl-enabled = true
ssl-verify = true
`;
const endpoint = (value: string): string => `${webserver}endpoint = ${value}\n`;

describe('a webserver', () => {
  it.each([
    ['23.09.10', '"localhost:9300"', []],
    ['24.09.6', '{ host = "localhost", port = 9300 }', []],
    ['24.09.6', '"localhost:9300"', [{ kind: 'wrong', key: 'logging.logstash.endpoint', line: 34 }]],
    ['26.08.3', '{ host = "localhost", port = 9300 }', []],
    ['26.08.3', '["localhost", 9300]', [{ kind: 'wrong', key: 'logging.logstash.endpoint', line: 34 }]],
  ])('of %s reads a logstash endpoint of %s: %j', async (version, value, issues) => {
    const said = await check('webserver', version, endpoint(value));
    const against = said.issues.filter(({ kind }) => kind !== 'ignored');
    expect({ outcome: said.outcome, against }).toMatchObject({
      outcome: issues.length > 0 ? 'refused' : 'ok',
      against: issues,
    });
    expect(against).toHaveLength(issues.length);
  });

  it.each([
    ['a missing section', webserver.replace('[api]', '[apis]'), { kind: 'missing', key: 'api' }],
    ['a byte order mark', `\ufeff${webserver}`, { key: '', line: 1 }],
    ['another encoding', Buffer.from(`${webserver}# é`, 'latin1'), { key: '', line: 34 }],
    ['a slip of the pen', webserver.replace('[api]', '[api'), { key: '', line: 13 }],
  ])('names the place of %s', async (_what, content, issue) => {
    const said = await check('webserver', '24.09.6', content);
    expect(said.outcome).toBe(issue.key === '' ? 'unreadable' : 'refused');
    expect(said.issues).toContainEqual(expect.objectContaining(issue));
  });

  it('that comes to no end is cut, and says where it was', async () => {
    const said = await check('webserver', '24.09.6', webserver, 0.05);
    expect(said).toMatchObject({ outcome: 'hung', message: expect.stringContaining('File "') });
  });

  it('says nothing of a secret', async () => {
    const content = endpoint('"localhost:9300"').replace('"very-secret"', '["very-secret"]');
    const said = await check('webserver', '26.08.3', content);
    expect(said.issues.map(({ key }) => key)).toContain('session.redis.password');
    expect(JSON.stringify(said)).not.toContain('very-secret');
  });
});

describe('a loader that takes a file', () => {
  it('tells which keys it reads past', async () => {
    const said = await check(
      'webserver',
      '26.08.3',
      endpoint('{ host = "h", port = 9300 }').replace('text = "x"', 'texd = "x"'),
    );
    expect(said).toMatchObject({
      outcome: 'ok',
      issues: expect.arrayContaining([
        expect.objectContaining({ kind: 'ignored', key: 'api.texd', line: 16 }),
      ]),
    });
  });
});

describe('the command of a service', () => {
  const file = endpoint('{ host = "h", port = 9300 }');
  /** What becomes of a webserver that its service starts so. */
  async function started(words: readonly string[], variables: Record<string, string> = {}) {
    const environment = await environmentOf('webserver', '26.08.3');
    const config = join(folder, 'web', 'webserver.conf');
    await mkdir(dirname(config), { recursive: true });
    await writeFile(config, file);
    const program = { arguments: ['-m', ...words], cwd: dirname(config), variables };
    const check = {
      host: thisMachine,
      environment,
      component: 'webserver',
      config,
      workdir: folder,
    } as const;
    return checkConfiguration({ ...check, program });
  }

  it.each([
    ['the command line', ['ai.backend.cli', 'web', 'start-server', '-f', 'webserver.conf', '--debug']],
    ['a file that is found', ['ai.backend.cli', 'web', 'start-server']],
  ])('is run up to where it would serve: %s', async (_how, words) => {
    expect(await started(words)).toMatchObject({ outcome: 'ok', stage: 'load' });
  });

  it.each([
    [['ai.backend.cli', 'wbs', 'start-server'], 'command', /No such command 'wbs'\. It has .*web/],
    [['ai.backend.webserver'], 'command', /no module ai\.backend\.webserver/],
  ])('%j is no command of the release', async (words, outcome, message) => {
    expect(await started(words)).toMatchObject({ outcome, message: expect.stringMatching(message) });
  });

  it('reads the file that cluster.yaml names, or it is told', async () => {
    const other = join(folder, 'other.conf');
    await writeFile(other, file);
    expect(await started(['ai.backend.web.server', '-f', other])).toMatchObject({
      outcome: 'elsewhere',
      message: other,
    });
  });
});

describe('a coordinator of the app-proxy', () => {
  it('tells what its file lacks', async () => {
    const said = await check('app-proxy-coordinator', '25.15.12', '[db]\ntype = "postgresql"\n');
    expect(said.outcome).toBe('refused');
    expect(said.issues.filter(({ kind }) => kind === 'missing').map(({ key }) => key)).toEqual(
      expect.arrayContaining(['db.addr', 'proxy_coordinator', 'secrets', 'permit_hash']),
    );
  });
});

describe('an agent of 26.08', () => {
  it('tells that a key has another name now', async () => {
    const said = await check('agent', '26.08.3', '[agent]\nscaling-group = "default"\n');
    expect(said.issues).toContainEqual(
      expect.objectContaining({ kind: 'renamed', key: 'agent.scaling-group', line: 2 }),
    );
  });
});

describe('a manager from 25.08 on', () => {
  it('is asked for what its workers read too', async () => {
    const said = await check('manager', '25.08.1', '[manager]\nnum-proc = 1\n[idle]\nenabled = 3\n');
    expect(said).toMatchObject({
      outcome: 'refused',
      issues: [{ kind: 'wrong', key: 'idle.enabled', line: 4 }],
    });
  });
});
