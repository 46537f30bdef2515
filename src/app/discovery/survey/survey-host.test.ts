import { describe, expect, it } from 'vitest';
import { simulatedHost } from '../../../io/hosts/simulated.ts';
import type { SimulatedProgram } from '../../../io/hosts/simulated-process.ts';
import { BaiupError } from '../../../lib/errors.ts';
import { hostWithUnits, simulatedEnvironment } from './simulated-unit-host.ts';
import { surveyHost } from './survey-host.ts';

const home = '/home/bai';
const bash = '#! /bin/bash\n';

const refuses: SimulatedProgram = async ({ complain }) => {
  complain('Failed to list unit files: Connection timed out\n');
  return 1;
};

describe('surveyHost', () => {
  it('finds a service by a script that activates .venv, with its configuration in ~/.config', async () => {
    const script = `${home}/bin/run-manager.sh`;
    const host = hostWithUnits({
      units: {
        'backendai-manager.service': { start: script, user: '1100', workdir: `${home}/manager`, pid: 40 },
        'cron.service': { start: '/usr/sbin/cron -f' },
      },
      files: {
        [script]: `${bash}source .venv/bin/activate\nif [ "$#" -eq 0 ]; then\n  exec python -m ai.backend.manager.server\nelse\n  exec "$@"\nfi\n`,
        '/usr/sbin/cron': '\x7fELF\0',
        [`${home}/.config/backend.ai/manager.toml`]: '[manager]\n',
        ...simulatedEnvironment(`${home}/manager/.venv`, 'manager'),
      },
      links: { [`${home}/manager/.venv`]: `${home}/manager-24` },
    });
    const members = await surveyHost(host);
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
    const host = hostWithUnits({
      units: {
        'bai-manager@2.service': { start: `${home}/run.sh`, user: 'bai', workdir: `${home}/manager` },
      },
      files: {
        [`${home}/run.sh`]: `${bash}eval "$(pyenv init --path)"\neval "$(pyenv virtualenv-init -)"\nexec python -m ai.backend.manager.server\n`,
        [`${home}/manager/.python-version`]: 'bai-manager\n',
        [`${home}/manager/manager.toml`]: '',
        ...simulatedEnvironment(named, 'manager'),
      },
      links: { [named]: `${home}/.pyenv/versions/3.12.4/envs/bai-manager` },
    });
    const members = await surveyHost(host);
    expect(members).toMatchObject([
      {
        service: { unit: 'bai-manager@2.service' },
        isActive: false,
        environment: { path: named, real: `${home}/.pyenv/versions/3.12.4/envs/bai-manager` },
      },
    ]);
  });

  it('finds the path that a unit itself names where baiup has put a drop-in, and the release that runs', async () => {
    const [path, runs] = ['/srv/agent/.venv', '/srv/agent/agent-24.03.10'];
    const drop = '/etc/systemd/system/a.service.d/zz-baiup-environment.conf';
    const host = hostWithUnits({
      units: {
        'a.service': { start: `${runs}/bin/python -m ai.backend.agent.server`, workdir: '/srv/agent' },
      },
      files: {
        [drop]: `# Its environment: ${runs}\n# In the place of: ${path}\n[Service]\n`,
        [`${path}/bin/python`]: '',
        ...simulatedEnvironment(runs, 'agent'),
      },
    });
    expect(await surveyHost(host)).toMatchObject([
      { environment: { path, real: runs }, version: '24.03.10' },
    ]);
  });

  it('reads variables of a unit and of its files, which name the configuration', async () => {
    const host = hostWithUnits({
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
        ...simulatedEnvironment('/v', 'agent'),
      },
    });
    const [member] = await surveyHost(host);
    expect(member).toMatchObject({
      component: 'agent',
      config: '/srv/a.toml',
      environment: { path: '/v' },
    });
    expect(member?.variableFiles.get('BACKEND_ETCD_PASSWORD')).toBe('/etc/backend.ai/agent.env');
    expect(Object.fromEntries(member?.variables ?? [])).toMatchObject({
      A: 'b c',
      BACKEND_ETCD_ADDR: 'db:2379',
      BACKEND_ETCD_PASSWORD: 'very secret',
    });
  });

  it('expands what a unit says by variables, and knows a unit of two names once', async () => {
    const start = `/usr/bin/env $\{VENV}/bin/python -m ai.backend.manager.server $OPTIONS`;
    const unit = { start, workdir: '/srv', environment: 'VENV=/v', files: ['/etc/default/bai'] };
    const host = hostWithUnits({
      units: { 'bai.service': unit, 'alias.service': { ...unit, alias: 'bai.service' } },
      files: {
        '/etc/default/bai': 'OPTIONS=-f /srv/here.toml --debug\n',
        '/srv/here.toml': '',
        ...simulatedEnvironment('/v', 'manager'),
      },
    });
    expect(await surveyHost(host)).toMatchObject([
      { service: { unit: 'bai.service' }, environment: { path: '/v' }, config: '/srv/here.toml' },
    ]);
  });

  it('takes folder and environment of the process where a command is not understood, and says so', async () => {
    const host = hostWithUnits({
      units: { 'web.service': { start: '/opt/launch web', pid: 50 } },
      files: {
        '/opt/launch': '\x7fELF\0',
        '/proc/50/cmdline': 'backend.ai: webserver 0.0.0.0:8090\0',
        '/proc/50/cgroup': '0::/system.slice/web.service\n',
        '/proc/50/environ': 'HOME=/home/bai\0PWD=/srv/web\0',
        '/proc/50/maps': '7f00 r-xp 0 08:01 9 /opt/web/lib/python3.12/site-packages/yarl/_quoting_c.so\n',
        '/srv/web/webserver.toml': '',
        ...simulatedEnvironment('/opt/web', 'webserver'),
      },
    });
    const members = await surveyHost(host);
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

  it('says where a process runs from another environment than its next start takes', async () => {
    const host = hostWithUnits({
      units: { 'bai.service': { start: '/v/bin/backend.ai mgr start-server', user: 'ana', pid: 70 } },
      files: {
        '/proc/70/cmdline': 'backend.ai: manager local\0',
        '/proc/70/cgroup': '0::/system.slice/bai.service\n',
        '/proc/70/maps': '7f00 r-xp 0 08:01 9 /old one/ü/lib/python3.12/site-packages/yarl/_quoting_c.so\n',
        '/home/of/ana/.config/backend.ai/manager.toml': '',
        ...simulatedEnvironment('/v', 'manager'),
      },
      programs: {
        getent: async ({ print }) => {
          print('ana:*:5000:5000:Ana:/home/of/ana:/bin/bash\n');
          return 0;
        },
      },
    });
    expect(await surveyHost(host)).toMatchObject([
      {
        ...{ pid: 70, config: '/home/of/ana/.config/backend.ai/manager.toml' },
        ...{
          environment: { path: '/v' },
          remarks: [{ text: 'its process runs from /old one/ü; the next start takes /v' }],
        },
      },
    ]);
  });

  it('says of a process that no unit starts that it cannot be upgraded, of containers nothing', async () => {
    const host = hostWithUnits({
      files: {
        '/proc/60/cmdline': '/v/bin/python\0-m\0ai.backend.storage.server\0-f\0s.toml\0',
        '/proc/60/cgroup': '0::/user.slice/user-0.slice/session-1.scope\n',
        '/proc/60/environ': 'PWD=/srv/storage\0VIRTUAL_ENV=/v\0',
        '/proc/61/cmdline': 'backend.ai: storage-proxy worker-0\0',
        '/proc/62/cmdline': 'backend.ai: agent local\0',
        '/proc/62/cgroup': '0::/system.slice/docker-6f.scope\n',
        '/srv/storage/s.toml': '',
        ...simulatedEnvironment('/v', 'storage_proxy'),
      },
    });
    const members = await surveyHost(host);
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
    const host = hostWithUnits({
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
    const members = await surveyHost(host);
    expect(members).toMatchObject([
      { version: undefined, obstacle: expect.stringContaining('source checkout /src/bai') },
    ]);
    expect(members[0]?.remarks.at(-1)?.text).toBe('backendai-watcher.service runs the watcher beside it');
  });

  it('finds nothing where there is no systemd and nothing runs', async () => {
    expect(await surveyHost(simulatedHost('h1', new Map()))).toEqual([]);
  });

  it.each([
    ['systemd does not answer in time', 'ask', new BaiupError('command.deadline', 'cut')],
    ['the connection is lost', 'ask', new BaiupError('host.connection-lost', 'lost')],
    ['a disk hangs', 'readText', new BaiupError('host.silent', 'silent')],
  ] as const)('takes no silence for news: %s', async (_what, verb, error) => {
    const host = hostWithUnits({
      units: { 'bai.service': { start: '/x/bin/python -m ai.backend.agent.server', pid: 70 } },
      files: simulatedEnvironment('/x', 'agent'),
    });
    const silent = { ...host, [verb]: async () => Promise.reject(error) };
    await expect(surveyHost(silent)).rejects.toBe(error);
  });

  it('finds no units where there is no systemd', async () => {
    expect(await surveyHost(simulatedHost('h1', new Map()))).toEqual([]);
    expect(await surveyHost(simulatedHost('h1', new Map(), { programs: { systemctl: refuses } }))).toEqual(
      [],
    );
  });

  it('takes no refusal of a systemd that runs for news', async () => {
    const files = new Map([['/run/systemd/system/transient', { content: '' }]]);
    const host = simulatedHost('h1', files, { programs: { systemctl: refuses } });
    await expect(surveyHost(host)).rejects.toMatchObject({
      code: 'command.failed',
      message: expect.stringContaining('Connection timed out'),
    });
  });
});
