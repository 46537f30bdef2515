import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { Check, CheckInput } from './check.ts';
import type { Fix } from './fix.ts';
import { chosenRegistry, movedAt, registryFinding } from './registry-fix.ts';
import { wrongValue } from './wrong-value.ts';

const code = 'etcd.registry-type';
const name = 'TYPE';

/** Source: `ContainerRegistryType` in revision 1d42c726d8a3 at 24.09.0, and from 24.09.1 to 26.08.1. */
const typesOf = (to: string): readonly string[] => [
  'docker',
  'harbor',
  'harbor2',
  ...(to === '24.09.0' ? [] : ['github', 'gitlab', 'ecr', 'ecr-public']),
  'local',
];

function unknown(input: CheckInput): { registries: readonly RegistrySnapshot[]; types: readonly string[] } {
  const to = movedAt(input);
  if (to === undefined) return { registries: [], types: [] };
  const types = typesOf(to);
  return { registries: input.snapshot.registries.filter(({ type }) => !types.includes(type)), types };
}

function putType(input: CheckInput, given: string): Fix {
  const { registries: found, types } = unknown(input);
  const words = { lacks: 'have a type that is unknown', name };
  const { registries, value } = chosenRegistry(code, found, given, words);
  if (!types.includes(value))
    throw wrongValue(code, given, `the types are ${types.join(', ')}`, `--fix ${code}=docker`);
  const hosts = registries.map(({ host }) => host);
  return {
    kind: 'etcd',
    does: `gives the registry ${hosts.join(', ')} the type ${value}`,
    subjects: hosts,
    puts: registries.map(({ key }) => ({ key: `${key}/type`, value })),
  };
}

/** The 24.09 migration fails on a registry of a type that it does not know (revision 1d42c726d8a3). */
export const registryType: Check = {
  code,
  find: (input) => {
    const { registries, types } = unknown(input);
    return registries.map(({ host, key, type }) =>
      registryFinding(
        code,
        host,
        `the registry ${host} in etcd has the type "${type}"; the 24.09 migration knows ${types.join(', ')}, and fails`,
        `backend.ai mgr etcd put ${key}/type docker`,
      ),
    );
  },
  fix: {
    value: { name, brief: 'the type of the registry; HOST=TYPE where several have one that is unknown' },
    make: putType,
  },
};
