import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheHome } from '../../lib/state-home.ts';

// A start by bin/baiup has enabled it already, in the same place.
enableCompileCache(join(cacheHome(), 'compiled'));
const { runCli } = await import('./run-cli.ts');
// All is said and done: whatever still holds the process (a connection kept alive, a cut download) must not keep the shell.
process.exit(await runCli(process.argv.slice(2), process));
