import { choices, lockFor } from './choices.ts';
import type { EnvironmentRequest } from './environment-request.ts';
import type { InstallWay } from './install-way.ts';
import { inLikelyOrder, knownEnvironment } from './known-choice.ts';

/** One way to fill an empty environment. */
export interface Attempt {
  readonly choice: string;
  readonly install: () => Promise<void>;
}

/**
 * What did before first; then the choices. The very packages that were proven before need no second resolving.
 */
export async function attempts(
  request: EnvironmentRequest,
  { memory, on, again, choosing }: InstallWay,
): Promise<readonly Attempt[]> {
  const key = { ...request, on };
  const known = await knownEnvironment(memory, key);
  const before = known
    ? again.map((install) => ({ choice: known.choice, install: () => install(known.packages) }))
    : [];
  const lock = await lockFor(request.version);
  const locked = lock && (await memory.bring(lock));
  const fresh = await inLikelyOrder(memory, key, choices(request.published, locked));
  return [
    ...before,
    ...fresh.map((choice) => ({ choice: choice.name, install: () => choosing(choice.arguments) })),
  ];
}
