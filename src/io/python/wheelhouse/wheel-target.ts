import { BaiupError } from '../../../lib/errors.ts';
import type { HostReader } from '../../hosts/port.ts';

/** What wheels must fit. */
export interface WheelTarget {
  /** Minor version of Python: `3.12`. */
  readonly python: string;
  /** As the kernel names it: `x86_64`. */
  readonly machine: string;
  /** The minor version of glibc 2; undefined for musl. */
  readonly glibc: number | undefined;
}

const described = `
import os, sys, sysconfig
try: libc = os.confstr("CS_GNU_LIBC_VERSION") or "musl"
except (AttributeError, OSError, ValueError): libc = "musl"
print("%d.%d" % sys.version_info[:2])
print(sysconfig.get_platform())
print(libc)
`;

/** What a Python on a host runs on. @throws BaiupError `wheelhouse.platform` where that is no Linux */
export async function readWheelTarget(host: HostReader, path: string): Promise<WheelTarget> {
  const said = await host.ask({ argv: [path, '-c', described], timeoutMs: 20_000 });
  const [python = '', platform = '', libc = ''] = said.stdout.trim().split('\n');
  const [, machine] = /^linux-(\w+)$/.exec(platform) ?? [];
  if (machine === undefined) {
    throw new BaiupError(
      'wheelhouse.platform',
      `${path} on ${host.name} is a Python for "${platform}", and baiup makes environments for Linux`,
      { hint: 'install a Python for Linux there', left: 'nothing was changed' },
    );
  }
  const [, glibc] = /^glibc 2\.(\d+)/.exec(libc) ?? [];
  return { python, machine, glibc: glibc === undefined ? undefined : Number(glibc) };
}

/** Those that uv has names for: the newest that a host has everything of. */
const known = [40, 39, 38, 37, 36, 35, 34, 33, 32, 31, 28, 17];

/** As uv names it. @throws BaiupError `wheelhouse.platform` for one that is too old */
export function uvPlatform({ machine, glibc }: WheelTarget): string {
  if (glibc === undefined) return `${machine}-unknown-linux-musl`;
  const fits = known.find((each) => each <= glibc);
  if (fits !== undefined) return `${machine}-manylinux_2_${fits}`;
  throw new BaiupError(
    'wheelhouse.platform',
    `its glibc is 2.${glibc}, and wheels are made for 2.17 and newer`,
    { hint: 'bring that host to a newer system', left: 'nothing was changed' },
  );
}

const libcOf = ({ glibc }: WheelTarget): string => (glibc === undefined ? 'musl' : `glibc2.${glibc}`);

/** Names a folder of wheels that fit. */
export const targetName = (target: WheelTarget): string =>
  `py${target.python}-${target.machine}-${libcOf(target)}`;

/** For a sentence. */
export const targetText = ({ python, machine, glibc }: WheelTarget): string =>
  `Python ${python} on ${machine} with ${glibc === undefined ? 'musl' : `glibc 2.${glibc}`}`;
