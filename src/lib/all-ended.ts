/** Nothing of it goes on where one fails, and is perhaps begun anew. @throws what the first that failed says */
export async function allEnded(asked: readonly Promise<unknown>[]): Promise<void> {
  const ends = await Promise.allSettled(asked);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}
