import { expect, it } from 'vitest';
import { unitProgram } from '../../../io/services/systemd-program.ts';
import { commandReader } from './read-command.ts';
import { hostWithUnits } from './simulated-unit-host.ts';

const passwd = 'root:x:0:0::/root:/bin/sh\nbai:x:1100:1100::/home/bai:/bin/sh\n';
const script = '/home/bai/bin/run.sh';
const starts = ['-m', 'ai.backend.manager.server', '-f', '/m.toml'];

const started = (start: string, text = '', more: object = {}) => {
  const unit = { start, user: '1100', workdir: '/home/bai/manager', ...more };
  const host = hostWithUnits({
    units: { 'm.service': unit },
    files: { '/etc/passwd': passwd, [script]: text, '/etc/m.env': 'FROM_FILE=1\n', '/etc/n.env': 'TOO=2\n' },
  });
  return unitProgram(host, 'm.service', { read: commandReader(host), starts });
};

const runsServer = ['-m', 'ai.backend.manager.server'];
const runsCommand = ['-m', 'ai.backend.cli', 'mgr', 'start-server'];

it.each([
  [
    'its python',
    '/home/bai/manager/.venv/bin/python -m ai.backend.manager.server --debug',
    '',
    [...runsServer, '--debug'],
  ],
  ['its backend.ai', '/home/bai/manager/.venv/bin/backend.ai mgr start-server', '', runsCommand],
  [
    'backend.ai of PATH',
    '/usr/bin/env backend.ai mgr start-server -f /m.toml',
    '',
    [...runsCommand, '-f', '/m.toml'],
  ],
  [
    'a script that activates',
    script,
    '#!/bin/bash\ncd ~/other\nsource .venv/bin/activate\nexec python -m ai.backend.manager.server\n',
    runsServer,
  ],
  [
    'a script of pyenv',
    script,
    '#!/bin/bash\neval "$(pyenv init --path)"\neval "$(pyenv virtualenv-init -)"\nexec backend.ai mgr start-server --debug\n',
    [...runsCommand, '--debug'],
  ],
  [
    'a script with a long comment in another language',
    script,
    `#!/bin/bash\n# ${'매니저를 시작합니다. '.repeat(18)}\nexec /home/bai/manager/.venv/bin/python -m ai.backend.manager.server\n`,
    runsServer,
  ],
  [
    'what a script is given',
    `${script} python -m ai.backend.manager.server`,
    '#!/bin/sh\nexec "$@"\n',
    runsServer,
  ],
  [
    'lines of a shell, which systemd prints without their quotes',
    '/bin/bash -lc cd ~/other && source .venv/bin/activate && exec python -m ai.backend.manager.server "$OPTIONS"',
    '',
    [...runsServer, '-f /m.toml'],
  ],
  [
    'what its variables name',
    `\${ENVIRONMENT}/bin/python -m ai.backend.manager.server $OPTIONS --pid=$$`,
    '',
    [...runsServer, '-f', '/m.toml', '--pid=$'],
  ],
  ['what nobody understands', '/opt/own/start', '', starts],
])('a unit that starts %s is tried by the same', async (_what, start, text, expected) => {
  const environment = 'ENVIRONMENT=/home/bai/manager/.venv "OPTIONS=-f /m.toml"';
  expect((await started(start, text, { environment })).arguments).toEqual(expected);
});

it('is tried in the folder, with the variables, and as the account of its unit and its script', async () => {
  const text = [
    ...['#!/bin/bash', 'OWN="not handed on"', 'export COLOUR=green', 'LATER=blue', 'export LATER'],
    ...['export PATH="$HOME/bin:$PATH" WHEN="$(date)"', 'cd "$HOME/other"'],
    'MODE=fast exec .venv/bin/python -m ai.backend.manager.server',
  ].join('\n');
  const more = { environment: 'IN_UNIT=1', files: ['/etc/m.env', '/etc/n.env'] };
  expect(await started(script, text, more)).toEqual({
    arguments: runsServer,
    cwd: '/home/bai/other',
    user: '1100',
    variables: { IN_UNIT: '1', FROM_FILE: '1', TOO: '2', COLOUR: 'green', LATER: 'blue', MODE: 'fast' },
  });
  expect((await started('/opt/own/start', '', { user: '' })).user).toBe('root');
});

it('an older systemd prints values without quotes, and names its files of variables otherwise', async () => {
  const environment =
    'A=b c D=e\nEnvironmentFile=/etc/m.env (ignore_errors=no)\nEnvironmentFile=/etc/n.env (ignore_errors=yes)';
  const { variables } = await started('/opt/own/start', '', { environment });
  expect(variables).toEqual({ A: 'b c', D: 'e', FROM_FILE: '1', TOO: '2' });
});
