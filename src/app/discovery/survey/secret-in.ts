import type { SecretSource } from '../../../core/cluster/secret-source.ts';
import { componentNamed } from '../../../core/components/index.ts';
import type { FoundMember } from './found.ts';

/** Where a member has a secret: in its file, or in a variable that wins over it. The secret itself is not copied. */
export function secretIn(found: FoundMember, id: string, key: string): SecretSource {
  const { overrides = {} } = componentNamed(found.component);
  const name = Object.keys(overrides).find((each) => overrides[each] === key && found.variables.has(each));
  if (name === undefined) return { from: id, file: found.config, key };
  const file = found.variableFiles.get(name);
  return file === undefined ? { env: name } : { from: id, file, key: name };
}
