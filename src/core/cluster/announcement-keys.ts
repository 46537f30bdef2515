/**
 * The keys of etcd that managers keep the announcement in. Up to 26.07 it is one key, whose being there is what enables
 * it. From 26.08.0 on it is two below it, each of which falls back to the old one.
 * Source: `get_announcement` of the vendor's `api/manager.py` (22.09 to 26.04) and `services/manager_admin/service.py` (26.08).
 */
export const announcementKeys = {
  single: 'manager/announcement',
  message: 'manager/announcement/message',
  enabled: 'manager/announcement/enabled',
} as const;

/** What those keys hold; absent for one that is not there. */
export type Announcement = Readonly<Partial<Record<keyof typeof announcementKeys, string>>>;

/** What users read. */
export interface Announced {
  readonly enabled: boolean;
  readonly message: string;
}

/** As managers of every release read it. */
export function announced({ single, message, enabled }: Announcement): Announced {
  const isEnabled = enabled === undefined ? single !== undefined : enabled === 'true';
  return { enabled: isEnabled, message: message ?? single ?? '' };
}

/** An announcement with this text, in the form that it has already: every release reads the old one, too. */
export function announcing(text: string, before: Announcement): Announcement {
  const isSplit = before.message !== undefined || before.enabled !== undefined;
  return isSplit ? { ...before, message: text, enabled: 'true' } : { single: text };
}

const isSameAnnouncement = (one: Announcement, other: Announcement): boolean =>
  one.single === other.single && one.message === other.message && one.enabled === other.enabled;

export const isAmong = (all: readonly Announcement[], one: Announcement): boolean =>
  all.some((each) => isSameAnnouncement(each, one));
