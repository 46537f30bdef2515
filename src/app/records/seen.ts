import type { Seen } from '../../core/plan/receipt-parts.ts';
import { fingerprint } from '../../lib/stable-json.ts';
import type { ContextDatabase } from '../steps/context.ts';
import type { ContextConfigStore } from '../steps/context-config-store.ts';

interface Readers {
  readonly database: Pick<ContextDatabase, 'schema' | 'size'>;
  readonly configStore: Pick<ContextConfigStore, 'registries'>;
}

/** What a cluster's data looks like now, as far as migrations may depend on it. */
export async function seenOf({ database, configStore }: Readers): Promise<Seen> {
  const [schema, registries, size] = await Promise.all([
    database.schema(),
    configStore.registries(),
    database.size(),
  ]);
  return { schema: fingerprint(schema), registries: fingerprint(registries), database: size };
}
