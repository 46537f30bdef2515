import { awaitReady } from './migrator.ts';
import { migratorError } from './migrator-error.ts';
import { type MigratorProcessOptions, startProcess } from './migrator-process.ts';

export type FreshSchemaOptions = MigratorProcessOptions & {
  readonly head: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
};

/** Fills an empty database as a fresh install of the release does: what a proof compares with, or a coordinator's new one. */
export async function makeFreshSchema(options: FreshSchemaOptions): Promise<{ readonly seconds: number }> {
  const running = await startProcess(options, { mode: 'fresh', head: options.head });
  await awaitReady(running, options.timeoutMs, options.signal);
  running.tell('go');
  try {
    const message = await running.next(options.timeoutMs ?? 180_000, 'the fresh schema', options);
    if (message.event === 'failed') throw migratorError(message, running.stderr(), []);
    return { seconds: message.seconds };
  } finally {
    await running.kill();
  }
}
