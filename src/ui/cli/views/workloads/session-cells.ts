import type { FatedSession } from '../../../../core/workloads/fate.ts';

const GiB = 2 ** 30;

function amount(slot: string, value: number): string {
  if (slot !== 'mem') return `${slot}=${value}`;
  return `mem=${value >= GiB ? `${+(value / GiB).toFixed(1)}g` : `${Math.round(value / 2 ** 20)}m`}`;
}

/** "cpu=2 mem=1.5g cuda.shares=0.5" */
export function slotsText(slots: FatedSession['slots']): string {
  return Object.entries(slots)
    .map(([slot, value]) => amount(slot, value))
    .join(' ');
}

/** Seconds as a column has them: "12d4h", "3h20m", "50s". */
export function ageText(seconds: number | undefined): string {
  if (seconds === undefined) return '';
  const [d, h, m] = [
    Math.floor(seconds / 86400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (d > 0) return `${d}d${h}h`;
  if (h > 0) return `${h}h${m}m`;
  return m > 0 ? `${m}m` : `${Math.floor(seconds)}s`;
}

/** What tables say of a session, by the column's name. @param at milliseconds since the epoch */
export function sessionCells(session: FatedSession, at: number): Readonly<Record<string, string>> {
  const { name, id, kind, status, info, owner, accessKey, project, agents, image, created, idle } = session;
  return {
    id,
    name,
    kind,
    status: info && status !== 'RUNNING' ? `${status} (${info})` : status,
    owner: owner ?? accessKey,
    fate: session.fate?.name ?? '',
    project: project ?? '',
    age: ageText(created === undefined ? undefined : Math.max(0, (at - created) / 1000)),
    'ends in': idle === undefined ? '' : ageText(Math.max(0, idle.left)),
    uses: slotsText(session.slots),
    agents: agents.join(' '),
    image: image?.slice(image.lastIndexOf('/') + 1) ?? '',
  };
}
