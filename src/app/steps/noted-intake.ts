import { z } from 'zod';
import { BaiupError } from '../../lib/errors.ts';
import type { StepContext } from './context.ts';
import { keptDocument } from './kept-document.ts';
import { keptFile } from './kept-file.ts';
import { keptFiles } from './kept-files.ts';

const schema = z.strictObject({
  /** What the managers served by; absent where the run has not frozen them. */
  status: z.string().optional(),
  /** The agents that took sessions. */
  agents: z.array(z.string()),
  endpoints: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      replicas: z.number(),
      desired: z.number().nullable(),
    }),
  ),
  /** The sessions that waited for a place; absent in notes of earlier releases of baiup. */
  waiting: z
    .array(z.strictObject({ id: z.string(), name: z.string(), owner: z.string().optional() }))
    .optional(),
  /** All of it was given back. */
  returned: z.literal(true).optional(),
});
/** What let sessions begin before a hop kept them from it. */
export type NotedIntake = z.infer<typeof schema>;

const nothing: NotedIntake = { agents: [], endpoints: [] };

type Place = Pick<StepContext, 'runFolder'>;

/** @returns undefined where nothing was kept from beginning. @throws BaiupError `intake.note-damaged` */
export function notedIntake(hop: number, context: Place): Promise<NotedIntake | undefined> {
  const file = keptFiles(context, hop).intake;
  return keptDocument(
    file,
    schema,
    (cause) =>
      new BaiupError(
        'intake.note-damaged',
        `${file} no longer holds which agents took sessions and how many replicas endpoints had`,
        {
          hint: `let the managers serve (baiup check --fix manager.frozen), make agents schedulable and set the replicas of endpoints manually; then remove that file, and do the same again`,
          cause,
        },
      ),
  );
}

/**
 * What a hop has kept from beginning and not given back yet.
 * @param again also what it has given back: a database that is restored finds it as it was kept
 */
export async function keptIntake(
  hop: number,
  context: Place,
  { again }: { readonly again: boolean } = { again: false },
): Promise<NotedIntake | undefined> {
  const noted = await notedIntake(hop, context);
  return noted?.returned && !again ? undefined : noted;
}

/** Writes down more of it, before it is changed. What was written first stays. */
export async function noteIntake(
  hop: number,
  context: Place,
  more: Partial<NotedIntake>,
): Promise<NotedIntake> {
  const before = (await notedIntake(hop, context)) ?? nothing;
  const known = new Set(before.endpoints.map(({ id }) => id));
  const noted: NotedIntake = {
    ...more,
    ...before,
    ...(more.returned ? { returned: true } : {}),
    agents: [...new Set([...before.agents, ...(more.agents ?? [])])],
    endpoints: [...before.endpoints, ...(more.endpoints ?? []).filter(({ id }) => !known.has(id))],
  };
  await keptFile.write(keptFiles(context, hop).intake, JSON.stringify(noted));
  return noted;
}
