import { expect, it } from 'vitest';
import type { Host } from '../hosts/port.ts';
import { simulatedHost } from '../hosts/simulated.ts';
import type { SimulatedFiles } from '../hosts/simulated-file.ts';
import { besideText, type LaunchedUnit, launchPrint, unitLaunch } from './unit-launch.ts';

const [unit, path] = ['bai-manager@2.service', '/srv/m/.venv'] as const;

const text = `[Unit]
Description=a manager
Wants=other.service
[Service]
# a comment
Type=simple
ExecStartPre=/bin/true
ExecStart=/srv/m/.venv/bin/python -m program \\
  -f a.toml
Environment=COLOUR=green "SAYS=a b" NUMBER=%i
EnvironmentFile=-/etc/app.env
User=bai
LimitNOFILE=4096
MemoryMax=2G
ProtectSystem=strict
Restart=always
RestartSec=1
KillMode=process
TimeoutStopSec=5
SuccessExitStatus=143
[Install]
WantedBy=multi-user.target
`;

const dropIns = `# /etc/systemd/system/bai-manager@2.service.d/zz-baiup.conf
[Service]
Restart=no
KillSignal=SIGINT
# /etc/systemd/system/bai-manager@2.service.d/zz-baiup-environment.conf
[Service]
Environment=OURS=1
# /run/systemd/system/bai-manager@2.service.d/zz-baiup-take-in.conf
[Service]
Type=forking
# /etc/systemd/system/bai-manager@2.service.d/own.conf
[Service]
Nice=5
`;

function shows(file = text) {
  const shown = [
    'Type=simple',
    `ExecStart={ path=/srv/m/.venv/bin/python ; argv[]=/srv/m/.venv/bin/python -m program -f a.toml ; ignore_errors=no }`,
    'Environment=COLOUR=green "SAYS=a b" NUMBER=2 PATH=/srv/m/.venv/bin:/bin',
    'EnvironmentFiles=/etc/app.env (ignore_errors=yes)',
    'WorkingDirectory=/srv/m',
    'User=bai',
    'ProtectSystem=strict',
  ].join('\n');
  const programs = {
    systemctl: async ({ argv, print }: { argv: readonly string[]; print: (text: string) => void }) => {
      print(argv[1] === 'cat' ? `# /etc/systemd/system/bai-manager@.service\n${file}\n${dropIns}` : shown);
      return 0;
    },
  };
  const files: SimulatedFiles = new Map([['/etc/app.env', { content: 'FROM_FILE=1\nHERE=/srv/m/.venv\n' }]]);
  const host: Host = simulatedHost('h1', files, { programs });
  const launched: LaunchedUnit = { root: host, reader: host, unit, path, starts: [] };
  return unitLaunch(launched, '/srv/m/.venv-2');
}

it('another unit gives a program what its own one does, and starts and ends it for itself', async () => {
  const made = besideText(await shows(), {
    ...{ folder: '/run/f', writes: '/run/f/own', description: 'of 100 %' },
    argv: ['/srv/m/.venv-2/bin/python', 'a "quoted" $word\\', '5 %'],
    own: ['KillMode=none'],
  });
  expect(made).toMatchInlineSnapshot(`
    "# Made by baiup from bai-manager@2.service. It is of no use to anybody else, and goes with its run.
    [Unit]
    Description=of 100 %%
    [Service]
    SyslogIdentifier=python
    Environment=COLOUR=green "SAYS=a b" NUMBER=2
    EnvironmentFile=-/etc/app.env
    User=bai
    LimitNOFILE=4096
    MemoryMax=2G
    ProtectSystem=strict
    Nice=5
    Type=simple
    Restart=no
    WorkingDirectory=/srv/m
    EnvironmentFile=/run/f/variables
    ExecStart="/srv/m/.venv-2/bin/python" "a \\"quoted\\" $$word\\\\" "5 %%"
    ReadWritePaths=/run/f/own
    KillMode=none
    "
  `);
});

it('has the new environment in the place of the path that the unit names', async () => {
  const { variables, user } = await shows();
  expect(variables).toEqual({ HERE: '/srv/m/.venv-2', PATH: '/srv/m/.venv-2/bin:/bin' });
  expect(user).toBe('bai');
});

it('is told from what the unit starts otherwise', async () => {
  const print = launchPrint(await shows());
  expect(launchPrint(await shows())).toBe(print);
  expect(launchPrint(await shows(text.replace('4096', '8192')))).not.toBe(print);
});
