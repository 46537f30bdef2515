import type { RegistrySnapshot } from '../../core/cluster/snapshot.ts';
import type { Check, CheckInput } from './check.ts';
import { chosenRegistry, deletion, movedAt, registryFinding, removal } from './registry-fix.ts';
import { wrongValue } from './wrong-value.ts';

const code = 'etcd.registry-length';

const tooLong = ({ troubles }: RegistrySnapshot) => troubles.filter(({ kind }) => kind === 'length');

const found = (input: CheckInput): readonly RegistrySnapshot[] =>
  movedAt(input) === undefined ? [] : input.snapshot.registries.filter((each) => tooLong(each).length > 0);

/** What is longer than its column in `container_registries` fails in the 24.09 migration (revision 1d42c726d8a3). */
export const registryLength: Check = {
  code,
  find: (input) =>
    found(input).map((registry) =>
      registryFinding(
        code,
        registry.host,
        `the registry ${registry.host} in etcd ${tooLong(registry)
          .map(({ what }) => what)
          .join('; ')}; the 24.09 migration fails on it`,
        `write a shorter one, or take it out: ${deletion(registry.keys)}`,
      ),
    ),
  fix: {
    value: { name: removal.word, brief: 'the registry leaves etcd; HOST=remove where several are too long' },
    make: (input, given) => {
      const words = { lacks: 'have something that is too long', name: removal.word };
      const { registries, value } = chosenRegistry(code, found(input), given, words);
      if (value !== removal.word)
        throw wrongValue(code, given, 'a shorter one is yours to write', `--fix ${code}=remove`);
      return removal.of(registries);
    },
  },
};
