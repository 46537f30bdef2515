import { amountsOf } from '../../../core/workloads/amounts-of.ts';
import type { Session } from '../../../core/workloads/session.ts';

export interface SessionRow {
  readonly id: string;
  readonly name: string | null;
  readonly kind: string;
  readonly status: string;
  readonly info: string | null;
  readonly owner: string | null;
  readonly accessKey: string | null;
  readonly project: string | null;
  readonly domain: string | null;
  readonly resourceGroup: string | null;
  readonly image: string | null;
  readonly label: string | null;
  readonly agents: readonly string[] | null;
  /** Seconds since the epoch. */
  readonly created: number | null;
  readonly slots: readonly unknown[] | null;
}

export function sessionOfRow(row: SessionRow): Session {
  const { id, name, kind, status, info, owner, accessKey, agents, created, slots } = row;
  const { project, domain, resourceGroup, image, label } = row;
  return {
    id,
    name: name ?? '',
    kind,
    status,
    ...(info ? { info } : {}),
    ...(owner === null ? {} : { owner }),
    accessKey: accessKey ?? '',
    ...(project === null ? {} : { project }),
    ...(domain === null ? {} : { domain }),
    ...(resourceGroup === null ? {} : { resourceGroup }),
    ...(image ? { image } : {}),
    ...(label ? { label } : {}),
    agents: agents ?? [],
    ...(created === null ? {} : { created: Math.floor(created * 1000) }),
    slots: amountsOf(...(slots ?? [])),
  };
}
