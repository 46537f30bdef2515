import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limiter } from '../../lib/limiter.ts';
import { cacheFolder } from '../hosts/cache-folder.ts';
import { perHost } from '../hosts/per-host.ts';
import type { EnvironmentRequest } from './environment-request.ts';

const program = fileURLToPath(new URL('./compile_bytecode.py', import.meta.url));

/** It uses every processor, and what one environment has compiled the next one need not. */
const alone = perHost(() => limiter(1));

/** Saves the first start of the program a second and more. */
export async function compileBytecode(
  request: Pick<EnvironmentRequest, 'host' | 'folder' | 'env' | 'signal'>,
): Promise<void> {
  const { host, folder, env, signal } = request;
  const [compile, cache] = await Promise.all([host.bring(program), cacheFolder(host)]);
  const argv = [join(folder, 'bin', 'python'), compile, join(cache, 'bytecode')] as const;
  await alone(host)(() =>
    host.run({ argv, timeoutMs: 300_000, ...(env ? { env } : {}), ...(signal ? { signal } : {}) }),
  );
}
