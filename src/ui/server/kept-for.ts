/** Something that takes its time to read, read once for all who ask meanwhile and shortly after. */
export function keptFor<T>(
  forMs: number,
  now: () => number,
  read: () => Promise<T>,
): (fresh: boolean) => Promise<T> {
  let kept: { readonly at: number; readonly value: Promise<T> } | undefined;
  let reading: Promise<T> | undefined;
  return (fresh) => {
    if (reading) return reading;
    if (kept && !fresh && now() - kept.at < forMs) return kept.value;
    const begun = read().finally(() => {
      reading = undefined;
    });
    reading = begun;
    begun.then(
      () => {
        kept = { at: now(), value: begun };
      },
      () => undefined,
    );
    return begun;
  };
}
