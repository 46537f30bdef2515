import { asideOf } from './aside-of.ts';
import type { StepContext } from './context.ts';
import { type NotedAside, notedAsideOf } from './noted-aside.ts';

/**
 * What a hop has set aside: as it was noted, else by its name, which holds the run's id and is nobody else's.
 * @returns undefined where nothing was set aside
 */
export async function knownAside(
  context: StepContext,
  which: { readonly hop: number; readonly database?: string | undefined },
): Promise<NotedAside | undefined> {
  const noted = await notedAsideOf(context, which);
  if (noted) return noted;
  const { aside } = await asideOf(context, which).found();
  return aside === undefined ? undefined : { original: aside };
}
