import { z } from 'zod';

/** When users are told something, in the order of an upgrade. */
export const announcementMoments = [
  /** The upgrade has a time: at once, and again at set times before it. */
  'planned',
  /** Its time is another than users were told. */
  'moved',
  /** Its time is over, and no run has begun. */
  'overdue',
  /** The upgrade begins; nothing is stopped yet. */
  'before',
  /** Services stop. */
  'stopped',
  /** They are away for longer than foreseen, or than the window allows. */
  'late',
  /** They answer again, and are proven. */
  'back',
  /** The cluster goes back to the release that it had. */
  'returning',
] as const;
export type AnnouncementMoment = (typeof announcementMoments)[number];

/** What a text may name in braces. */
export const announcementValues = [
  'cluster',
  'from',
  'to',
  'now',
  'window',
  'left',
  'stopped',
  'back',
  'earliest',
  'latest',
  'length',
  'shortest',
  'longest',
] as const;
export type AnnouncementValue = (typeof announcementValues)[number];

export const announcementTexts: Readonly<Record<AnnouncementMoment, string>> = {
  planned:
    'Backend.AI will be upgraded from {from} to {to} at {window}. Soon after that its services will be away for about {length}, between {shortest} and {longest}. Please save your work before. (Written at {now}, {left} before.)',
  moved:
    'The upgrade of Backend.AI from {from} to {to} has been moved: it now begins at {window}. Soon after that its services will be away for about {length}, between {shortest} and {longest}. (Written at {now}.)',
  overdue:
    'The upgrade of Backend.AI from {from} to {to} was to begin at {window}, and has not begun yet. It is put off. This text will change once a new time is known. (Written at {now}.)',
  before:
    'Backend.AI will soon be upgraded from {from} to {to}. Its services will then be away for about {length}, between {shortest} and {longest}. Please save your work. (Written at {now}.)',
  stopped:
    'Backend.AI is being upgraded from {from} to {to}. Its services stopped at {stopped}. They are expected back at about {back}, between {earliest} and {latest}.',
  late: 'The upgrade of Backend.AI from {from} to {to} takes longer than expected. Its services stopped at {stopped}. This text will change once they are back. (Written at {now}.)',
  back: 'The services of Backend.AI are back since {now}, at release {to}. They are being checked now.',
  returning:
    'The upgrade of Backend.AI to {to} is being taken back. Its services may be away until they run release {from} again. (Written at {now}.)',
};

const known: ReadonlySet<string> = new Set(announcementValues);

/** Names in braces of a text that no value has. */
const strange = (text: string): string[] =>
  [...text.matchAll(/\{([^{}]*)\}/g)].flatMap(([, name = '']) => (known.has(name) ? [] : [name]));

const template = z
  .string()
  .trim()
  .min(1)
  .max(4000)
  .superRefine((text, context) => {
    const [name] = strange(text);
    if (name === undefined) return;
    const message = `knows no {${name}}: it may name {${announcementValues.join('}, {')}}`;
    context.addIssue({ code: 'custom', path: [], message });
  });

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** That runs announce themselves to users, as cluster.yaml declares it. */
export const declaredAnnouncement = z.strictObject({
  /** In which times are told; UTC unless told. */
  zone: z.string().refine(isZone, 'must be the name of a time zone, like Asia/Seoul').optional(),
  /** Texts in the place of baiup's own. */
  texts: z
    .strictObject(Object.fromEntries(announcementMoments.map((each) => [each, template.optional()])))
    .optional(),
});
