import type { ComponentName } from '../../src/core/cluster/inventory.ts';
import { componentNamed } from '../../src/core/components/index.ts';
import type { LabMember } from './hosts.ts';
import { inContainers, type Lab } from './record.ts';
import type { HostFiles } from './root.ts';

/** What `backend.ai` calls a component. */
const groupOf: Readonly<Partial<Record<ComponentName, string>>> = {
  manager: 'mgr',
  agent: 'ag',
  'storage-proxy': 'storage',
  webserver: 'web',
};

const home = '/home/bai';
const scriptOf = ({ component }: LabMember, what = component as string) => `${home}/bin/run-${what}.sh`;

const runOrServe = (module: string) => `if [ "$#" -eq 0 ]; then
  exec python -m ${module}
else
  exec "$@"
fi
`;

const waitForServers = `# What an earlier process left would hold the ports.
pkill -9 -f 'backend.ai: agent' || true
until nc -z db 8110 2>/dev/null; do sleep 1; done
until curl -sf http://db:8120/health > /dev/null; do sleep 1; done
`;

/** As on the vendor's pages: a script finds the environment and starts the module, or what it is told. */
function scripts(member: LabMember): HostFiles {
  const { manner, folder, component } = member;
  const { module } = componentNamed(component);
  const script = (lines: string) => ({
    content: `#! /bin/bash\n${lines}`,
    mode: 0o755,
    owner: 'bai' as const,
  });
  const activated = `cd ${home}/${folder}\nsource .venv/bin/activate\n`;
  if (manner === 'script')
    return {
      [scriptOf(member)]: script(
        `${component === 'agent' ? waitForServers : ''}${activated}${runOrServe(module)}`,
      ),
      ...(member.hasWatcher
        ? { [scriptOf(member, 'watcher')]: script(`${activated}${runOrServe('ai.backend.agent.watcher')}`) }
        : {}),
    };
  if (manner !== 'pyenv') return {};
  const pyenv = [
    ...['export PYENV_ROOT="$HOME/.pyenv"', 'export PATH="$PYENV_ROOT/bin:$PATH"'],
    ...['eval "$(pyenv init --path)"', 'eval "$(pyenv virtualenv-init -)"'],
  ];
  return { [scriptOf(member)]: script(`${pyenv.join('\n')}\n${runOrServe(module)}`) };
}

function command(member: LabMember): string {
  const { manner, folder, component } = member;
  const bin = `${home}/${folder}/.venv/bin`;
  if (manner === 'python') return `${bin}/python -m ${componentNamed(component).module}`;
  if (manner === 'command') return `${bin}/backend.ai ${groupOf[component]} start-server`;
  return scriptOf(member);
}

type Section = readonly string[];

function unit(description: string, of: { unit?: Section; service: Section; install?: Section }): string {
  const { unit: own = [], service, install = ['WantedBy=multi-user.target'] } = of;
  const parts = [
    ...['[Unit]', `Description=${description}`, 'After=network.target', ...own, ''],
    ...['[Service]', ...service, ''],
    ...(install.length > 0 ? ['[Install]', ...install, ''] : []),
  ];
  return parts.join('\n');
}

const user = ({ user: name }: LabMember): Section => (name === 'bai' ? ['User=1100', 'Group=1100'] : []);

/** Each ends in another way: some are asked as they should be, one as systemd does unless told, one gets five seconds. */
const ending: Readonly<Record<LabMember['manner'], Section>> = {
  script: ['KillMode=process', 'KillSignal=SIGTERM', 'TimeoutStopSec=5'],
  pyenv: ['KillMode=mixed', 'KillSignal=SIGINT', 'TimeoutStopSec=30'],
  command: ['KillMode=process', 'KillSignal=SIGINT', 'TimeoutStopSec=30'],
  python: [],
};

const again: Section = ['Restart=on-failure', 'RestartSec=10'];

/** The unit of a service, with its scripts and what is beside it. */
export function unitFiles({ record }: Lab, member: LabMember): HostFiles {
  const { component, folder, manner } = member;
  const name = member.unit.replace(/@.*/, '@');
  const { title } = componentNamed(component);
  const workdir = `WorkingDirectory=${home}/${folder}`;
  // Nothing listens there: agents and managers want to know an address of Docker also where nobody uses it.
  const docker = inContainers(record, member) ? [] : ['Environment=DOCKER_HOST=tcp://127.0.0.1:9'];
  const service = ['Type=simple', `ExecStart=${command(member)}`, workdir, ...user(member), ...docker];
  const watcher = 'backendai-watcher.service';
  return {
    ...scripts(member),
    [`/etc/systemd/system/${name}.service`]: {
      content: unit(`Backend.AI ${title}`, {
        unit: member.hasWatcher ? [`Requires=${watcher}`, `After=${watcher}`] : [],
        service: [...service, ...ending[manner], ...again],
      }),
    },
    ...(member.hasWatcher
      ? {
          [`/etc/systemd/system/${watcher}`]: {
            content: unit('Backend.AI watcher', {
              service: [
                'Type=simple',
                `ExecStart=${scriptOf(member, 'watcher')}`,
                workdir,
                'KillMode=process',
                ...again,
              ],
            }),
          },
        }
      : {}),
    ...(member.isRestartedDaily ? dailyRestart(member) : {}),
  };
}

function dailyRestart({ unit: of }: LabMember): HostFiles {
  const path = `/etc/systemd/system/${of}-restart`;
  const timer =
    '[Unit]\nDescription=Starts the manager again every day\n\n[Timer]\nOnCalendar=*-*-* 05:00:00\n\n';
  return {
    [`${path}.timer`]: { content: `${timer}[Install]\nWantedBy=timers.target\n` },
    [`${path}.service`]: {
      content: unit('Starts the manager again', {
        service: ['Type=oneshot', `ExecStart=/bin/systemctl restart ${of}.service`],
        install: [],
      }),
    },
  };
}

/** What is enabled on a host for a service. */
export function enabledUnits(member: LabMember): readonly string[] {
  return [
    ...(member.hasWatcher ? ['backendai-watcher.service'] : []),
    `${member.unit}.service`,
    ...(member.isRestartedDaily ? [`${member.unit}-restart.timer`] : []),
  ];
}
