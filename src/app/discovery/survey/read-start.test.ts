import { describe, expect, it } from 'vitest';
import { readStart } from './read-start.ts';

const home = '/home/bai';
const unit = '/home/bai/manager';

function start(
  argv: readonly string[],
  scripts: Readonly<Record<string, string>> = {},
  variables: Readonly<Record<string, string>> = {},
) {
  const known = new Map(Object.entries({ HOME: home, ...variables }));
  return readStart(argv, { cwd: unit, variables: known }, async (path) => scripts[path]);
}

const script = '/home/bai/bin/run-manager.sh';
const module = 'python -m ai.backend.manager.server';

describe('readStart', () => {
  it.each([
    [
      'the environment’s python',
      `${unit}/.venv/bin/python -m ai.backend.manager.server`,
      'manager',
      `${unit}/.venv/bin/python`,
    ],
    [
      'options of python',
      '/v/bin/python3.12 -X dev -u -m ai.backend.agent.server',
      'agent',
      '/v/bin/python3.12',
    ],
    ['its command', '/v/bin/backend.ai mgr start-server', 'manager', '/v/bin/backend.ai'],
    [
      'its command by a python',
      '/v/bin/python /v/bin/backend.ai ag start-server --debug',
      'agent',
      '/v/bin/backend.ai',
    ],
    [
      'its command as a module',
      '/v/bin/python -m ai.backend.cli storage start-server',
      'storage-proxy',
      '/v/bin/python',
    ],
    [
      'another program in front',
      '/usr/bin/nice -n 5 /usr/bin/env A=b /v/bin/backend.ai web start-server',
      'webserver',
      '/v/bin/backend.ai',
    ],
    ['a watcher', '/v/bin/python -m ai.backend.agent.watcher', 'watcher', '/v/bin/python'],
  ])('reads %s', async (_what, line, component, by) => {
    expect(await start(line.split(' '))).toMatchObject({ component, by, scripts: [] });
  });

  it.each([
    ['activates', `#! /bin/bash\nsource .venv/bin/activate\nexec ${module}\n`, `${unit}/.venv`],
    [
      'activates with a dot, after cd',
      `cd ~/elsewhere && . ./venv/bin/activate\n${module} &\n`,
      `${home}/elsewhere/venv`,
    ],
    [
      'activates in its own folder',
      `cd "$(dirname "$0")/.."\nsource env/bin/activate; exec ${module}`,
      `${home}/env`,
    ],
    [
      'activates by a variable',
      `ROOT=/opt/bai\nsource "\${ROOT}/venv/bin/activate" || exit 1\nexec ${module} >> log 2>&1`,
      '/opt/bai/venv',
    ],
    ['activates with a default', `. \${VENV:-/srv/venv}/bin/activate\nexec ${module}`, '/srv/venv'],
    [
      'waits first',
      `# wait\npkill -9 -f '${module}' || true\nuntil nc -z db 8110 2>/dev/null; do sleep 1; done\nsource /v/bin/activate\nexec ${module}`,
      '/v',
    ],
  ])('reads a script that %s', async (_what, text, activated) => {
    expect(await start([script], { [script]: text })).toMatchObject({
      ...{ component: 'manager', by: 'python', activated, scripts: [script] },
    });
  });

  const either = `source .venv/bin/activate\nif [ "$#" -eq 0 ]; then\n  exec ${module}\nelse\n  exec "$@"\nfi\n`;

  it('takes what a script is given before what it runs without', async () => {
    expect(await start([script], { [script]: either })).toMatchObject({ component: 'manager' });
    const given = await start([script, 'backend.ai', 'ag', 'start-server', '-f', 'x.toml'], {
      [script]: either,
    });
    expect(given).toMatchObject({
      component: 'agent',
      by: 'backend.ai',
      arguments: ['-f', 'x.toml'],
      activated: `${unit}/.venv`,
    });
  });

  it('puts in what a script is given by number', async () => {
    const text = 'cd /home/bai/$1\nsource .venv/bin/activate\nexec python -m ai.backend.$1.server -f "$2"\n';
    expect(await start([script, 'agent', '/etc/a b.toml'], { [script]: text })).toMatchObject({
      ...{
        component: 'agent',
        cwd: '/home/bai/agent',
        activated: '/home/bai/agent/.venv',
        arguments: ['-f', '/etc/a b.toml'],
      },
    });
  });

  it('follows pyenv, and the version that a script names', async () => {
    const pyenv =
      'export PYENV_ROOT="$HOME/.pyenv"\neval "$(pyenv init --path)"\neval "$(pyenv virtualenv-init -)"\n';
    const found = await start([script], { [script]: `${pyenv}pyenv activate bai-24\nexec ${module}` });
    expect(found).toMatchObject({ isPyenv: true });
    expect(found?.variables.get('PYENV_ROOT')).toBe('/home/bai/.pyenv');
    expect(found?.variables.get('PYENV_VERSION')).toBe('bai-24');
  });

  it('follows scripts that scripts call or read, and a line for a shell', async () => {
    const scripts = {
      [script]: '. /etc/backend.ai/env.sh\nexec /home/bai/bin/inner.sh manager\n',
      '/etc/backend.ai/env.sh': 'export BACKEND_CONFIG_FILE=/etc/backend.ai/m.toml\nsource /v/bin/activate\n',
      '/home/bai/bin/inner.sh': 'exec python -m ai.backend.$1.server',
    };
    const found = await start(['/bin/bash', '-lc', `exec ${script}`], scripts);
    expect(found).toMatchObject({ component: 'manager', activated: '/v', scripts: Object.keys(scripts) });
    expect(found?.variables.get('BACKEND_CONFIG_FILE')).toBe('/etc/backend.ai/m.toml');
  });

  it('finds none in what only speaks of it, nor in a script that calls itself', async () => {
    const texts = { [script]: `echo ${module}\npgrep -f backend.ai\nexec ${script}\n` };
    expect(await start([script], texts)).toBeUndefined();
    expect(await start(['/usr/bin/node_exporter'])).toBeUndefined();
  });
});
