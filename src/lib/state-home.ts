import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Variables } from './variables.ts';

/** Where runs and sandboxes are kept: `$BAIUP_HOME`, else the XDG state folder. */
export function stateHome(env: Variables = process.env): string {
  const own = env['BAIUP_HOME'];
  if (own) return resolve(own);
  return join(env['XDG_STATE_HOME'] || join(env['HOME'] || homedir(), '.local', 'state'), 'baiup');
}

/** Where what can be made again is kept: `$BAIUP_HOME/cache`, else the XDG cache folder. */
export function cacheHome(env: Variables = process.env): string {
  const own = env['BAIUP_HOME'];
  if (own) return join(resolve(own), 'cache');
  return join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'baiup');
}
