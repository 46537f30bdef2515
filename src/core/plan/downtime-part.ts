/** What an outage consists of, as ids name it: "2.stop.m1" belongs to `stop`; `approve` is a manual step meanwhile. */
export const downtimeParts = ['stop', 'capture', 'migrate', 'approve', 'switch', 'start'] as const;
export type DowntimePart = (typeof downtimeParts)[number];
