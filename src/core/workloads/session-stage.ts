const ended = new Set(['TERMINATED', 'CANCELLED']);

/**
 * `waiting`: for a place on an agent; `moving`: on its way up or down, a manager that stops now would leave it so;
 * `failed`: it neither runs nor ends by itself.
 */
export type SessionStage = 'waiting' | 'moving' | 'running' | 'failed' | 'ended';

/** What a status means. Releases have added some in between; whatever is none of the lasting ones is a way up or down. */
export function sessionStage(status: string): SessionStage {
  if (status === 'PENDING') return 'waiting';
  if (status.startsWith('RUNNING')) return 'running';
  if (status === 'ERROR') return 'failed';
  return ended.has(status) ? 'ended' : 'moving';
}
