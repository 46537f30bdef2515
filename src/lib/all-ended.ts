/** Waits until all have ended, also where one fails: nothing of it goes on then. @throws what the first that failed says */
export async function allEnded(asked: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(asked);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
