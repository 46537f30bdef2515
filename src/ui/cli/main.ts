import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { cacheHome } from '../../lib/state-home.ts';

// A reader that has seen enough (`| head`) closes the pipe: nothing is wrong, and nobody is left to be told.
const readerGone = (error: NodeJS.ErrnoException): void => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
};
process.stdout.on('error', readerGone);
process.stderr.on('error', readerGone);

// A start by bin/baiup has enabled it already, in the same place.
enableCompileCache(join(cacheHome(), 'compiled'));
const { runCli } = await import('./run-cli.ts');
const code = await runCli(process.argv.slice(2), process);

// All is said and done: whatever still holds the process (a connection kept alive, a cut download) must not keep the shell.
const drained = (stream: NodeJS.WriteStream): Promise<unknown> =>
  new Promise((resolve) => stream.write('', resolve));
await Promise.all([drained(process.stdout), drained(process.stderr)]);
process.exit(code);
