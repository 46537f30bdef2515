import { z } from 'zod';
import type { ApiCall } from '../manager-call.ts';

/** To managers, whoever is no superadmin is a user of the whole, and may be an admin of a domain. */
const role = z.object({ global_role: z.string(), domain_role: z.string().optional() });

/** Who a key is of that may not do everything: "a user"; undefined for a superadmin. @throws BaiupError `api.*` */
export async function limitedRole(call: ApiCall, signal?: AbortSignal): Promise<string | undefined> {
  const { global_role: is, domain_role: inDomain } = await call(role, {
    method: 'GET',
    path: '/auth/role',
    signal,
  });
  if (is === 'superadmin') return undefined;
  return inDomain === 'admin' ? 'an admin of one domain' : `a ${is}`;
}
