import type { AnnouncementMoment } from '../../core/cluster/announcement-texts.ts';
import { announcementText } from '../../core/run/announcement-text.ts';
import type { StepContext } from './context.ts';

interface Moment {
  /** From 1 on, with its ends. */
  readonly hop: number;
  readonly from: string;
  readonly to: string;
  readonly moment: AnnouncementMoment;
  /** Milliseconds since the epoch. */
  readonly stopped?: number | undefined;
}

/** What users are told now, by what is foreseen of the hop and as the cluster's file wants it. */
export async function announcedNow(
  { inventory, foreseen }: Pick<StepContext, 'inventory' | 'foreseen'>,
  { hop, from, to, moment, stopped }: Moment,
): Promise<string> {
  const { predicted, predictedRange } = (await foreseen?.(hop)) ?? {};
  const facts = { cluster: inventory.cluster, from, to, now: Date.now(), stopped, predicted, predictedRange };
  return announcementText(moment, facts, inventory.announcement);
}
