import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheHome } from '../../lib/state-home.ts';

enableCompileCache(join(cacheHome(), 'compiled'));
const { runCli } = await import('./run-cli.ts');
process.exitCode = await runCli(process.argv.slice(2), process);
