import { z } from 'zod';
import { type ApiOptions, managerCall } from '../../io/workloads/manager-call.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';

/** What a manager answers to wrong keys, and to a clock that is too far off. */
const ofKeys = new Set(['api.refused', 'api.clock']);

/** Why the API does not serve us at its address and with our keys; undefined where it does. */
export async function apiTrouble(api: ApiOptions): Promise<string | undefined> {
  const call = managerCall({ ...api, timeoutMs: 5000 });
  try {
    await call(z.unknown(), { method: 'GET', path: '/manager/status' });
  } catch (error) {
    return messageOf(error);
  }
  try {
    // Whoever asks for the status is not asked for keys.
    await call(z.unknown(), { method: 'GET', path: '/auth/role' });
    return undefined;
  } catch (error) {
    return error instanceof BaiupError && ofKeys.has(error.code) ? messageOf(error) : undefined;
  }
}
