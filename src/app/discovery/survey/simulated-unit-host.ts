import type { Host } from '../../../io/hosts/port.ts';
import { simulatedHost } from '../../../io/hosts/simulated.ts';
import type { SimulatedProgram } from '../../../io/hosts/simulated-process.ts';

interface Unit {
  readonly start: string;
  readonly user?: string;
  readonly workdir?: string;
  readonly environment?: string;
  readonly files?: readonly string[];
  readonly pid?: number;
  /** It is, unless told. */
  readonly isEnabled?: boolean;
  /** The unit that it is another name of. */
  readonly alias?: string;
}

/** What a host of a test has. */
export interface UnitWorld {
  readonly name?: string;
  readonly programs?: Readonly<Record<string, SimulatedProgram>>;
  /** `host:port` of what accepts connections there. */
  readonly listens?: readonly string[];
  readonly units?: Readonly<Record<string, Unit>>;
  readonly files: Readonly<Record<string, string>>;
  readonly links?: Readonly<Record<string, string>>;
}

/** As systemd 252 prints it. */
function shown(
  name: string,
  {
    start,
    user = '',
    workdir = '',
    environment = '',
    files = [],
    pid = 0,
    alias = name,
    isEnabled = true,
  }: Unit,
): string {
  const [path = ''] = start.split(' ');
  return [
    `ExecStart={ path=${path} ; argv[]=${start} ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }`,
    ...[
      `MainPID=${pid}`,
      `Environment=${environment}`,
      ...files.map((file) => `EnvironmentFiles=${file} (ignore_errors=no)`),
    ],
    ...[`User=${user}`, `WorkingDirectory=${workdir}`, `Id=${alias}`, 'LoadState=loaded'],
    ...[
      `ActiveState=${pid > 0 ? 'active' : 'inactive'}`,
      `UnitFileState=${isEnabled ? 'enabled' : 'disabled'}`,
    ],
  ].join('\n');
}

/** A host with a systemd that answers as that of Debian 12 does, and links. */
export function hostWithUnits({
  name = 'h1',
  units = {},
  files,
  links = {},
  programs = {},
  listens = [],
}: UnitWorld): Host {
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
  const network = new Map(listens.map((each) => [each, () => ({ status: 200, text: '' })]));
  return simulatedHost(name, map, { programs: { systemctl, readlink, ...programs }, network });
}

/** A virtual environment with one distribution in it. */
export const simulatedEnvironment = (path: string, distribution: string, version = '24.3.10') => ({
  [`${path}/bin/python`]: '\x7fELF\0',
  [`${path}/pyvenv.cfg`]: 'version = 3.12.4\n',
  [`${path}/lib/python3.12/site-packages/backend_ai_${distribution}-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: backend.ai-${distribution}\nVersion: ${version}\n`,
});
