import { BaiupError } from '../../lib/errors.ts';

/** Of these codes a command itself is the reason. */
const ofCommands = new Set(['host.refused', 'host.transfer-damaged']);

/**
 * What hindered something on a host that says nothing of the thing itself: the way to the host was lost, or the host
 * took no command. Undefined for any other error.
 */
export function hostTrouble(error: unknown): BaiupError | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof BaiupError && error.code.startsWith('host.') && !ofCommands.has(error.code))
    return error;
  return hostTrouble(error.cause);
}

/** Whether a connection was lost meanwhile, so that nobody knows what came of it. */
export function wasCut(error: unknown): boolean {
  return hostTrouble(error)?.code === 'host.connection-lost';
}
