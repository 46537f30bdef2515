import { addressTrouble } from '../../core/cluster/registry-address.ts';
import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { Check, CheckInput } from './check.ts';
import type { Fix } from './fix.ts';
import { chosenRegistry, deletion, movedAt, registryFinding, removal } from './registry-fix.ts';
import { wrongValue } from './wrong-value.ts';

const code = 'etcd.registry-address';
const name = 'URL|remove';

const isTrouble = ({ kind }: RegistrySnapshot['troubles'][number]): boolean => kind === 'address';

const without = (input: CheckInput): readonly RegistrySnapshot[] =>
  movedAt(input) === undefined
    ? []
    : input.snapshot.registries.filter(({ troubles }) => troubles.some(isTrouble));

/** `URL`, or `remove`; with `HOST=` before it where several registries have none. */
function putAddress(input: CheckInput, given: string): Fix {
  const words = { lacks: 'have no address', name };
  const { registries, value } = chosenRegistry(code, without(input), given, words);
  if (value === removal.word) return removal.of(registries);
  const trouble = addressTrouble(value);
  if (trouble !== undefined)
    throw wrongValue(code, given, `the address ${trouble}`, `--fix ${code}=https://HOST`);
  const hosts = registries.map(({ host }) => host);
  return {
    kind: 'etcd',
    does: `gives the registry ${hosts.join(', ')} the address ${value}`,
    subjects: hosts,
    puts: registries.map(({ key }) => ({ key, value })),
  };
}

/** The 24.09 migration fails on a registry without an address, which a deletion of one key leaves (revision 1d42c726d8a3). */
export const registryAddress: Check = {
  code,
  find: (input) =>
    without(input).map(({ host, key, keys, troubles }) =>
      registryFinding(
        code,
        host,
        `the registry ${host} in etcd ${troubles.find(isTrouble)?.what}; the 24.09 migration fails on it`,
        `backend.ai mgr etcd put ${key} https://HOST, or take it out: ${deletion(keys)}`,
      ),
    ),
  fix: {
    value: { name, brief: 'the address of the registry, or "remove"; HOST=URL where several have none' },
    make: putAddress,
  },
};
