import { describe, expect, it } from 'vitest';
import { simulatedHost } from '../../../io/hosts/simulated.ts';
import type { SimulatedProgram } from '../../../io/hosts/simulated-process.ts';
import { surveyHost } from './survey-host.ts';

interface Unit {
  readonly start: string;
  readonly user?: string;
  readonly workdir?: string;
  readonly environment?: string;
  readonly files?: readonly string[];
  readonly pid?: number;
}

interface World {
  readonly units?: Readonly<Record<string, Unit>>;
  readonly files: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
}

/** As systemd 252 prints it. */
function shown(
  name: string,
  { start, user = '', workdir = '', environment = '', files = [], pid = 0 }: Unit,
): string {
  const [path = ''] = start.split(' ');
  return [
    `ExecStart={ path=${path} ; argv[]=${start} ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }`,
    ...[
      `MainPID=${pid}`,
      `Environment=${environment}`,
      ...files.map((file) => `EnvironmentFiles=${file} (ignore_errors=no)`),
    ],
    ...[`User=${user}`, `WorkingDirectory=${workdir}`, `Id=${name}`, 'LoadState=loaded'],
    ...[`ActiveState=${pid > 0 ? 'active' : 'inactive'}`, 'UnitFileState=enabled'],
  ].join('\n');
}

function hostWith({ units = {}, files, links = {} }: World) {
  const systemctl: SimulatedProgram = async ({ argv: [, verb, ...words], print }) => {
    if (verb === 'list-unit-files')
      print('backendai-manager@.service disabled enabled\ncron.service enabled enabled\n');
    if (verb === 'list-units')
      for (const name of Object.keys(units)) print(`● ${name} loaded active running A service\n`);
    if (verb === 'show')
      print(
        words
          .slice(words.indexOf('--') + 1)
          .flatMap((name) => (units[name] ? [shown(name, units[name])] : [`Id=${name}\nUser=`]))
          .join('\n\n'),
      );
    return 0;
  };
  const readlink: SimulatedProgram = async ({ argv: [, , path = ''], print }) => {
    const [from, to] = Object.entries(links).find(
      ([link]) => path === link || path.startsWith(`${link}/`),
    ) ?? [path, path];
    print(`${to}${path.slice(from.length)}\n`);
    return 0;
  };
  const all = {
    '/etc/passwd': 'root:x:0:0:root:/root:/bin/bash\nbai:x:1100:1100::/home/bai:/bin/bash\n',
    ...files,
  };
  const map = new Map(Object.entries(all).map(([path, content]) => [path, { content }]));
  return simulatedHost('h1', map, { programs: { systemctl, readlink } });
}

const environment = (path: string, distribution: string, version = '24.3.10') => ({
  [`${path}/bin/python`]: '\x7fELF\0',
  [`${path}/pyvenv.cfg`]: 'version = 3.12.4\n',
  [`${path}/lib/python3.12/site-packages/backend_ai_${distribution}-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: backend.ai-${distribution}\nVersion: ${version}\n`,
});

const home = '/home/bai';
const bash = '#! /bin/bash\n';

describe('surveyHost', () => {
  it('finds a service by a script that activates .venv, with its configuration in ~/.config', async () => {
    const script = `${home}/bin/run-manager.sh`;
    const host = hostWith({
      units: {
        'backendai-manager.service': { start: script, user: '1100', workdir: `${home}/manager`, pid: 40 },
        'cron.service': { start: '/usr/sbin/cron -f' },
      },
      files: {
        [script]: `${bash}source .venv/bin/activate\nif [ "$#" -eq 0 ]; then\n  exec python -m ai.backend.manager.server\nelse\n  exec "$@"\nfi\n`,
        '/usr/sbin/cron': '\x7fELF\0',
        [`${home}/.config/backend.ai/manager.toml`]: '[manager]\n',
        ...environment(`${home}/manager/.venv`, 'manager'),
      },
      links: { [`${home}/manager/.venv`]: `${home}/manager-24` },
    });
    const { members } = await surveyHost(host);
    expect(members).toEqual([
      expect.objectContaining({
        ...{
          host: 'h1',
          component: 'manager',
          service: { unit: 'backendai-manager.service' },
          isActive: true,
          user: 'bai',
        },
        ...{
          workdir: `${home}/manager`,
          version: '24.03.10',
          config: `${home}/.config/backend.ai/manager.toml`,
        },
        environment: { path: `${home}/manager/.venv`, real: `${home}/manager-24` },
        ...{ configText: '[manager]\n', remarks: [] },
      }),
    ]);
    expect(members[0]).not.toHaveProperty('obstacle');
  });

  it('finds a template unit by pyenv: the path that stays is that of the name', async () => {
    const named = `${home}/.pyenv/versions/bai-manager`;
    const host = hostWith({
      units: {
        'bai-manager@2.service': { start: `${home}/run.sh`, user: 'bai', workdir: `${home}/manager` },
      },
      files: {
        [`${home}/run.sh`]: `${bash}eval "$(pyenv init --path)"\neval "$(pyenv virtualenv-init -)"\nexec python -m ai.backend.manager.server\n`,
        [`${home}/manager/.python-version`]: 'bai-manager\n',
        [`${home}/manager/manager.toml`]: '',
        ...environment(named, 'manager'),
      },
      links: { [named]: `${home}/.pyenv/versions/3.12.4/envs/bai-manager` },
    });
    const { members } = await surveyHost(host);
    expect(members).toMatchObject([
      {
        service: { unit: 'bai-manager@2.service' },
        isActive: false,
        environment: { path: named, real: `${home}/.pyenv/versions/3.12.4/envs/bai-manager` },
      },
    ]);
  });

  it('reads variables of a unit and of its files, which name the configuration', async () => {
    const host = hostWith({
      units: {
        'odd.service': {
          start: '/v/bin/backend.ai ag start-server --debug',
          workdir: '/srv/agent',
          environment: '"A=b c" BACKEND_ETCD_ADDR=db:2379',
          files: ['/etc/backend.ai/agent.env'],
        },
      },
      files: {
        '/v/bin/backend.ai': '#!/v/bin/python\n',
        '/etc/backend.ai/agent.env':
          '# hers\nBACKEND_CONFIG_FILE="/srv/a.toml"\nBACKEND_ETCD_PASSWORD=very secret\n',
        '/srv/a.toml': '[agent]\n',
        ...environment('/v', 'agent'),
      },
    });
    const {
      members: [member],
    } = await surveyHost(host);
    expect(member).toMatchObject({
      component: 'agent',
      config: '/srv/a.toml',
      environment: { path: '/v' },
      variableFiles: ['/etc/backend.ai/agent.env'],
    });
    expect(Object.fromEntries(member?.variables ?? [])).toMatchObject({
      A: 'b c',
      BACKEND_ETCD_ADDR: 'db:2379',
      BACKEND_ETCD_PASSWORD: 'very secret',
    });
  });

  it('takes folder and environment of the process where a command is not understood, and says so', async () => {
    const host = hostWith({
      units: { 'web.service': { start: '/opt/launch web', pid: 50 } },
      files: {
        '/opt/launch': '\x7fELF\0',
        '/proc/50/cmdline': 'backend.ai: webserver 0.0.0.0:8090\0',
        '/proc/50/cgroup': '0::/system.slice/web.service\n',
        '/proc/50/environ': 'HOME=/home/bai\0PWD=/srv/web\0',
        '/proc/50/maps': '7f00 r-xp 0 08:01 9 /opt/web/lib/python3.12/site-packages/yarl/_quoting_c.so\n',
        '/srv/web/webserver.toml': '',
        ...environment('/opt/web', 'webserver'),
      },
    });
    const { members } = await surveyHost(host);
    expect(members).toMatchObject([
      {
        ...{
          component: 'webserver',
          service: { unit: 'web.service' },
          version: '24.03.10',
          config: '/srv/web/webserver.toml',
        },
        environment: { path: '/opt/web' },
        remarks: [
          { text: expect.stringContaining('was not understood') },
          { text: expect.stringContaining('names no environment') },
        ],
      },
    ]);
  });

  it('says of a process that no unit starts that it cannot be upgraded, of containers nothing', async () => {
    const host = hostWith({
      files: {
        '/proc/60/cmdline': '/v/bin/python\0-m\0ai.backend.storage.server\0-f\0s.toml\0',
        '/proc/60/cgroup': '0::/user.slice/user-0.slice/session-1.scope\n',
        '/proc/60/environ': 'PWD=/srv/storage\0VIRTUAL_ENV=/v\0',
        '/proc/61/cmdline': 'backend.ai: storage-proxy worker-0\0',
        '/proc/62/cmdline': 'backend.ai: agent local\0',
        '/proc/62/cgroup': '0::/system.slice/docker-6f.scope\n',
        '/srv/storage/s.toml': '',
        ...environment('/v', 'storage_proxy'),
      },
    });
    const { members } = await surveyHost(host);
    expect(members).toMatchObject([
      {
        component: 'storage-proxy',
        service: undefined,
        pid: 60,
        config: '/srv/storage/s.toml',
        obstacle: expect.stringContaining('no unit starts it'),
      },
    ]);
  });

  it('tells a source checkout in words, and knows watchers', async () => {
    const host = hostWith({
      units: {
        'backendai-agent.service': {
          start: '/src/bai/dist/venv/bin/python -m ai.backend.agent.server',
          workdir: '/src/bai',
          environment: 'PYTHONPATH=/src/bai/src',
        },
        'backendai-watcher.service': { start: '/v/bin/python -m ai.backend.agent.watcher' },
      },
      files: {
        '/src/bai/src/ai/backend/agent/server.py': '',
        '/src/bai/VERSION': '24.09.0dev0\n',
        '/src/bai/dist/venv/bin/python': '\x7fELF\0',
        '/src/bai/agent.toml': '',
      },
    });
    const { members, watchers } = await surveyHost(host);
    expect(members).toMatchObject([
      { version: undefined, obstacle: expect.stringContaining('source checkout /src/bai') },
    ]);
    expect(watchers).toEqual(['backendai-watcher.service']);
  });

  it('finds nothing where there is no systemd and nothing runs', async () => {
    expect(await surveyHost(simulatedHost('h1', new Map()))).toEqual({ members: [], watchers: [] });
  });
});
