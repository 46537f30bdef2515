import { choices, lockFor } from './choices.ts';
import type { EnvironmentRequest } from './environment-request.ts';
import { inLikelyOrder, knownEnvironment } from './known-choice.ts';
import { installDistributions, installExactly } from './uv-commands.ts';

/** One way to fill an empty environment. */
export interface Attempt {
  readonly choice: string;
  readonly install: () => Promise<void>;
}

/**
 * What did before on this host first, from uv's cache alone and then from the index; then the choices.
 * The very packages that were proven before need no second resolving.
 */
export async function attempts(request: EnvironmentRequest): Promise<readonly Attempt[]> {
  const { host } = request;
  const known = await knownEnvironment(host, request);
  const again = known
    ? [['--offline'], []].map((flags) => ({
        choice: known.choice,
        install: () => installExactly(request, known.packages, flags),
      }))
    : [];
  const lock = await lockFor(request.version);
  const locked = lock && (await host.bring(lock));
  const fresh = await inLikelyOrder(host, request, choices(request.published, locked));
  return [
    ...again,
    ...fresh.map((choice) => ({
      choice: choice.name,
      install: () => installDistributions(request, choice.arguments),
    })),
  ];
}
