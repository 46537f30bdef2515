import { type AnnouncementMoment, announcementTexts } from '../cluster/announcement-texts.ts';
import { type AnnouncementFacts, announcedValues } from './announced-values.ts';

/** How it is told: a time zone, and texts of the operator. */
interface Telling {
  readonly zone?: string | undefined;
  readonly texts?: Readonly<Partial<Record<string, string | undefined>>> | undefined;
}

/** What users are told. Nothing in it is anybody's but the operator's: names of releases, of the cluster, and times. */
export function announcementText(
  moment: AnnouncementMoment,
  facts: AnnouncementFacts,
  { zone = 'UTC', texts = {} }: Telling = {},
): string {
  const values: Readonly<Record<string, string>> = announcedValues(facts, zone);
  const template = texts[moment] ?? announcementTexts[moment];
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
