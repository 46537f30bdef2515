import { basename, join } from 'node:path';
import { pipName } from '../../../core/components/plugins-among.ts';
import { BaiupError } from '../../../lib/errors.ts';
import { buildWheel } from './build-wheel.ts';
import { fileOf, type LockedPackage } from './locked-packages.ts';
import type { WheelSupply } from './wheel-supply.ts';
import type { WheelTarget } from './wheel-target.ts';

export interface StockOptions {
  readonly supply: WheelSupply;
  readonly target: WheelTarget;
  /** Where the wheels of this target lie here. */
  readonly folder: string;
  /** How uv is to choose what builds need. */
  readonly flags: readonly string[];
  readonly signal?: AbortSignal | undefined;
}

/** A wheel that lies here. */
export interface StockedWheel {
  /** `name==version` */
  readonly requirement: string;
  /** Its name in its folder. */
  readonly file: string;
  /** Hex. */
  readonly sha256: string;
}

const isOf = (file: string, { name, version }: LockedPackage): boolean => {
  const [project = '', called] = file.split('-');
  return file.endsWith('.whl') && called === version && pipName(project) === pipName(name);
};

function damaged(what: string): BaiupError {
  return new BaiupError(
    'wheelhouse.damaged',
    `${what} arrived from the package index with another hash than it tells`,
    {
      hint: 'type the command again; if it stays so, ask who runs the package index',
      left: 'nothing was changed',
    },
  );
}

/** Brings a file here, unless it lies here already. @returns its hash */
async function bring(from: LockedPackage, to: string, { supply, signal }: StockOptions): Promise<string> {
  const { here, fetchFile } = supply;
  const standing = await here.sha256(to);
  if (standing !== undefined && (from.sha256 === undefined || standing === from.sha256)) return standing;
  await fetchFile(from.from, to, signal);
  const sha256 = (await here.sha256(to)) ?? '';
  if (from.sha256 === undefined || sha256 === from.sha256) return sha256;
  await here.remove(to);
  throw damaged(basename(to));
}

async function built(source: LockedPackage, options: StockOptions): Promise<string> {
  const { supply, target, folder, flags, signal } = options;
  const { here } = supply;
  const earlier = (await here.list(folder)).find((file) => isOf(file, source));
  if (earlier !== undefined) return earlier;
  const file = join(folder, 'sources', fileOf(source));
  await bring(source, file, options);
  const what = `${source.name} ${source.version}`;
  const made = await buildWheel(here, target, { file, what, beside: folder, flags, signal });
  await here.move(made, join(folder, basename(made)));
  await here.remove(join(made, '..'));
  return basename(made);
}

/**
 * Has the wheel of a package lie here; one that is published as source alone is built.
 * @throws BaiupError `wheelhouse.no-wheel`, `wheelhouse.damaged`, `index.*`
 */
export async function stockWheel(wanted: LockedPackage, options: StockOptions): Promise<StockedWheel> {
  const { folder, supply } = options;
  const file = wanted.isWheel ? fileOf(wanted) : await built(wanted, options);
  const path = join(folder, file);
  const sha256 = wanted.isWheel
    ? await bring(wanted, path, options)
    : ((await supply.here.sha256(path)) ?? '');
  return { requirement: `${wanted.name}==${wanted.version}`, file, sha256 };
}
