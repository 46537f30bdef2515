import { z } from 'zod';

export const keyShape = z.strictObject({ role: z.string(), domain: z.string(), project: z.string() });
/** Whose keypair asks: one of each role, domain and project is like all others. */
export type KeyShape = z.infer<typeof keyShape>;

export const apiPart = z.strictObject({
  /** `images`, `folders`. */
  what: z.string(),
  who: keyShape,
  /** The keypair that asked: the same one asks again. */
  accessKey: z.string(),
  /** What was answered, by what identifies each thing; a text of a few words says more of it. */
  rows: z.record(z.string(), z.string()).optional(),
  /** Why nothing was answered. */
  trouble: z.string().optional(),
});
/** What the managers' API answered to one question of one keypair. */
export type ApiPart = z.infer<typeof apiPart>;

/** One question of one keypair, asked twice. */
export const isSamePart = (one: ApiPart, other: ApiPart): boolean =>
  one.what === other.what && one.accessKey === other.accessKey;

/** @returns `a user of default/vision`; of one who is in no project his role alone */
export const shapeInWords = ({ role, domain, project }: KeyShape): string =>
  `${/^[aeio]/.test(role) ? 'an' : 'a'} ${role}${domain === '' ? '' : ` of ${domain}/${project}`}`;
