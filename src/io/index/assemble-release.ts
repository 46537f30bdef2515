import { allPackageNames, type Release, type Wheel } from '../../core/catalog/release.ts';
import type { Version } from '../../core/versions/version.ts';
import { BaiupError } from '../../lib/errors.ts';
import type { Knowledge } from './knowledge.ts';
import type { OfferedFile } from './offered-file.ts';
import type { Offer } from './offers.ts';
import { pythonOf } from './python-of.ts';

/** Why the index withdrew a release; what was known stays where no source can tell. */
function withdrawnReason(files: readonly OfferedFile[], known: Release | undefined): string | undefined {
  const told = files.map(({ withdrawn }) => withdrawn).filter((each) => each !== undefined);
  if (told.length === 0) return known?.withdrawn;
  const reasons = told.filter((each) => each !== false);
  return reasons.find((each) => each !== 'no reason given') ?? reasons[0];
}

function wheelOf({ filename, sha256, size }: OfferedFile, { wheels }: Knowledge): Wheel {
  const facts = wheels.get(sha256);
  const plain = { wheel: filename, sha256, size: facts?.size ?? size ?? 0 };
  return facts?.entryPoints === undefined ? plain : { ...plain, entryPoints: facts.entryPoints };
}

/**
 * A release of what the sources offer of it and what is known of its wheels.
 * Wheels that are known and not offered stay: a mirror may hold only some. Undefined without a manager.
 */
export function assembleRelease(
  version: Version,
  offer: Offer,
  known: Release | undefined,
  knowledge: Knowledge,
): Release | undefined {
  const manager = offer.get('manager');
  const facts = knowledge.wheels.get(manager?.sha256 ?? known?.packages.manager?.sha256 ?? '');
  if (!facts?.history) return undefined;
  const python = pythonOf(manager?.requiresPython) ?? facts.python ?? known?.python;
  const published = manager?.uploaded ?? known?.published ?? facts.packed;
  if (python === undefined || published === undefined) {
    throw new BaiupError('index.metadata', `${manager?.filename} does not say which Python it needs`);
  }
  const packages = allPackageNames.flatMap((name) => {
    const file = offer.get(name);
    const wheel = file ? wheelOf(file, knowledge) : known?.packages[name];
    return wheel ? [[name, wheel] as const] : [];
  });
  const coordinator = offer.get('appproxy-coordinator') ?? known?.packages['appproxy-coordinator'];
  const proxySchema = knowledge.wheels.get(coordinator?.sha256 ?? '')?.history?.schema;
  const withdrawn = withdrawnReason([...offer.values()], known);
  return {
    version,
    published,
    ...(withdrawn === undefined ? {} : { withdrawn }),
    python,
    packages: Object.fromEntries(packages),
    schema: facts.history.schema,
    ...(proxySchema ? { proxySchema } : {}),
    dumps: facts.history.dumps,
  };
}
