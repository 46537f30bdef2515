import { z } from 'zod';

/** An announcement by the keys of etcd that hold it. */
export const announcementValue = z.strictObject({
  single: z.string().exactOptional(),
  message: z.string().exactOptional(),
  enabled: z.string().exactOptional(),
});

/** An upgrade that users are told of before it begins. It is kept in etcd, outside the cluster's namespace. */
export const announcedWindow = z.object({
  from: z.string(),
  to: z.string(),
  /** When the run is to begin, ISO 8601, UTC. */
  at: z.iso.datetime(),
  /** user@host of the operator who said so last. */
  who: z.string(),
  /** What users read before. */
  before: announcementValue,
  /** All that users have been told since: whatever else they read is another's. */
  ours: z.array(announcementValue),
  /** When users were told last of this time, ISO 8601; absent where they were not told of it yet. */
  told: z.iso.datetime().exactOptional(),
  /** The time that users were told of before this one. */
  moved: z.iso.datetime().exactOptional(),
});
export type AnnouncedWindow = z.infer<typeof announcedWindow>;

/** Whether users were told of this very upgrade. */
export const isOfUpgrade = (
  { from, to }: AnnouncedWindow,
  ends: Pick<AnnouncedWindow, 'from' | 'to'>,
): boolean => from === ends.from && to === ends.to;
