import type { Command } from '../../lib/command.ts';

interface DockerPatience {
  /** One minute unless told. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Docker's command line, for the daemon at an address: `unix:///run/docker.sock`. */
export function dockerCommand(
  address: string,
  words: readonly string[],
  { timeoutMs = 60_000, signal }: DockerPatience = {},
): Command {
  return {
    argv: ['docker', ...words],
    env: { DOCKER_HOST: address },
    timeoutMs,
    ...(signal ? { signal } : {}),
  };
}
