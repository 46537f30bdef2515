import { z } from 'zod';
import { amountsOf } from '../../../core/workloads/amounts-of.ts';
import type { Session } from '../../../core/workloads/session.ts';
import { jsonText } from './json-text.ts';

const text = z.string().nullish();

/** A session as GraphQL has it, with what the release has of it. */
export const sessionItem = z.object({
  id: z.string(),
  name: text,
  type: text,
  status: z.string(),
  status_info: text,
  user_email: text,
  access_key: text,
  group_name: text,
  domain_name: text,
  scaling_group: text,
  image: text,
  tag: text,
  created_at: text,
  agent_ids: z.array(z.string().nullable()).nullish(),
  containers: z.array(z.object({ agent: text })).nullish(),
  idle_checks: jsonText,
  occupied_slots: jsonText,
  requested_slots: jsonText,
});
export type SessionItem = z.infer<typeof sessionItem>;

const report = z
  .record(z.string(), z.object({ remaining: z.number().nullish() }).nullish().catch(undefined))
  .catch({});

/** The check that ends it soonest: `{"network_timeout": {"remaining": 3500.2, …}, …}`. */
function idleOf(checks: unknown): Pick<Session, 'idle'> {
  const left = Object.entries(report.parse(checks ?? {})).flatMap(([check, said]) =>
    typeof said?.remaining === 'number' ? [{ check, left: said.remaining }] : [],
  );
  const [soonest] = left.sort((a, b) => a.left - b.left);
  return soonest === undefined ? {} : { idle: soonest };
}

function agentsOf({ agent_ids: ids, containers }: SessionItem): string[] {
  const named = ids ?? containers?.map(({ agent }) => agent) ?? [];
  return [...new Set(named.filter((agent) => typeof agent === 'string' && agent !== ''))] as string[];
}

const known = <K extends keyof Session>(key: K, value: string | null | undefined): object =>
  value ? { [key]: value } : {};

export function sessionOfItem(item: SessionItem): Session {
  const created = item.created_at ? Date.parse(item.created_at) : Number.NaN;
  const asked = item.status === 'PENDING' ? item.requested_slots : undefined;
  return {
    id: item.id,
    name: item.name ?? '',
    kind: (item.type ?? 'interactive').toLowerCase(),
    status: item.status,
    ...known('info', item.status_info),
    ...known('owner', item.user_email),
    accessKey: item.access_key ?? '',
    ...known('project', item.group_name),
    ...known('domain', item.domain_name),
    ...known('resourceGroup', item.scaling_group),
    ...known('image', item.image),
    ...known('label', item.tag),
    agents: agentsOf(item),
    ...(Number.isNaN(created) ? {} : { created }),
    slots: amountsOf(asked ?? item.occupied_slots),
    ...idleOf(item.idle_checks),
  };
}
