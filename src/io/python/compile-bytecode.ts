import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limiter } from '../../lib/limiter.ts';
import { cacheHome } from '../../lib/state-home.ts';
import type { EnvironmentRequest } from './environment-request.ts';
import { here } from './run-here.ts';

const program = fileURLToPath(new URL('./compile_bytecode.py', import.meta.url));

/** It uses every processor, and what one environment has compiled the next one need not. */
const alone = limiter(1);

/** Saves the first start of the program a second and more. */
export async function compileBytecode(
  request: Pick<EnvironmentRequest, 'folder' | 'env' | 'signal'>,
): Promise<void> {
  const { folder, env, signal } = request;
  const argv = [join(folder, 'bin', 'python'), program, join(cacheHome(), 'bytecode')] as const;
  await alone(() =>
    here.run({ argv, timeoutMs: 300_000, ...(env ? { env } : {}), ...(signal ? { signal } : {}) }),
  );
}
