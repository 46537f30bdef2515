import { managerApi } from '../../io/workloads/manager-api.ts';
import type { ApiOptions } from '../../io/workloads/manager-call.ts';
import { messageOf } from '../../lib/errors.ts';

/** Why the API does not serve us at its address and with our keys; undefined where it does. */
export async function apiTrouble(api: ApiOptions): Promise<string | undefined> {
  try {
    await managerApi({ ...api, timeoutMs: 5000 }).status();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
