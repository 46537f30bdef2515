import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { HostReader } from '../hosts/port.ts';

/** Names in a database. */
export interface DatabaseNames {
  /** Columns by their table. */
  readonly tables: Readonly<Record<string, readonly string[]>>;
  /** Types, views, functions, constraints. */
  readonly names: readonly string[];
}

const answer = z.object({
  tables: z.array(z.string()),
  columns: z.array(z.tuple([z.string(), z.string()])),
  names: z.array(z.string()),
});
/** Those of them that the release says nowhere; of its own tables also columns. */
export type UnknownNames = Readonly<z.infer<typeof answer>>;

const program = fileURLToPath(new URL('named_in_release.py', import.meta.url));

/**
 * Which names of a managers' database the release of an environment says nowhere in its models and migrations. Reads
 * its files and imports none of them: a quarter of a second. Undefined where it cannot be asked.
 */
export async function unknownNames(
  host: HostReader,
  environment: string,
  asked: DatabaseNames,
): Promise<UnknownNames | undefined> {
  const argv = [join(environment, 'bin', 'python'), '-I', await host.bring(program)] as const;
  const input = JSON.stringify(asked);
  const said = await host.ask({ argv: [...argv], input, timeoutMs: 20_000 }).catch(() => undefined);
  if (said?.exitCode !== 0) return undefined;
  try {
    return answer.safeParse(JSON.parse(said.stdout)).data;
  } catch {
    return undefined;
  }
}
