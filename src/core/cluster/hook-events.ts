/** What hooks are told of, in the order of a run. These names are permanent: others script against them. */
export const hookEvents = [
  /** A run begins that has a window. */
  'window.planned',
  'run.begun',
  'phase.begun',
  /** The first service of a hop is asked to stop, on the way back as well. */
  'stop.begun',
  /** All services of a hop that was stopped answer again. */
  'service.back',
  /** It takes longer than foreseen, or than its window. */
  'run.slipped',
  /** It stopped and can be resumed: somebody asked for that, or it waits for an approval. */
  'run.stopped',
  /** A step has failed: the hop goes back. */
  'run.failed',
  /** Somebody gave the hop up: it goes back. */
  'run.aborted',
  /** It is back where it began. */
  'run.rolled-back',
  /** It has ended in any other way. */
  'run.finished',
] as const;
export type HookEvent = (typeof hookEvents)[number];
