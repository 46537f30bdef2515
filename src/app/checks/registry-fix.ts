import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { Finding } from '../../lib/finding.ts';
import type { CheckInput } from './check.ts';
import { wrongValue } from './wrong-value.ts';

/** The first line whose registries live in the database. */
const moved = '24.09';

/** The release that moves the registries to the database; undefined where no hop does. */
export function movedAt({ hops }: Pick<CheckInput, 'hops'>): string | undefined {
  return hops.find(({ from, to }) => from < moved && to >= moved)?.to;
}

/** A finding about a registry: the migration does not get over it. */
export function registryFinding(code: string, subject: string, summary: string, hint: string): Finding {
  const source = 'revision 1d42c726d8a3; vendor issue 2949; seen in trials';
  return { code, severity: 'blocker', subject, summary, hint, source };
}

/** The registries that a fix is for, and what the operator gave for them. */
interface Chosen {
  readonly registries: readonly RegistrySnapshot[];
  readonly value: string;
}

/**
 * Takes `VALUE` for the only registry found, or `HOST=VALUE` where there are several.
 * @param lacks what all of them lack, after "several registries": "lack a project"
 * @throws BaiupError `fix.value-wrong`
 */
export function chosenRegistry(
  code: string,
  found: readonly RegistrySnapshot[],
  given: string,
  { lacks, name }: { readonly lacks: string; readonly name: string },
): Chosen {
  const hosts = found.map(({ host }) => host).join(', ');
  const example = `--fix ${code}=${found[0]?.host ?? 'HOST'}=${name}`;
  const at = given.indexOf('=');
  const named = found.filter(({ host }) => at >= 0 && host === given.slice(0, at));
  if (named.length > 0) return { registries: named, value: given.slice(at + 1) };
  if (found.length > 1) {
    throw wrongValue(code, given, `several registries ${lacks}: ${hosts}`, `name one: ${example}`);
  }
  return { registries: found, value: given };
}

/** How an operator takes keys out of etcd: one by one, as a prefix would take a neighbour's too. */
export const deletion = (keys: readonly string[]): string =>
  keys.map((key) => `backend.ai mgr etcd delete ${key}`).join('; ');

const remark = 'images of it, if there are any, count as local after the migration';

/** The word, and what it does. */
export const removal = {
  word: 'remove',
  of: (registries: readonly RegistrySnapshot[]) => {
    const hosts = registries.map(({ host }) => host).join(', ');
    return {
      kind: 'etcd' as const,
      does: `takes the registry ${hosts} out of etcd (${remark})`,
      subjects: registries.map(({ host }) => host),
      puts: [],
      removes: registries.flatMap(({ keys }) => keys),
    };
  },
};
