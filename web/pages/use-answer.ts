import { useCallback, useEffect, useState } from 'preact/hooks';
import { get, type Trouble, troubleIn } from '../live/api.ts';

export interface Asked<Answer> {
  readonly answer?: Answer;
  readonly trouble?: Trouble;
  readonly isAsking: boolean;
  /** Asks once more, maybe somewhere else. */
  readonly again: (path?: string) => void;
}

/** What the server answers, asked for again when the path changes; the last answer stays until another one comes. */
export function useAnswer<Answer>(path: string | undefined): Asked<Answer> {
  const [known, setKnown] = useState<Omit<Asked<Answer>, 'again'>>({ isAsking: path !== undefined });
  const [wish, setWish] = useState<{ readonly path: string | undefined; readonly count: number }>({
    path,
    count: 0,
  });
  useEffect(() => setWish(({ count }) => ({ path, count: count + 1 })), [path]);
  useEffect(() => {
    const wanted = wish.path;
    if (wanted === undefined) return;
    let isWanted = true;
    setKnown((before) => ({ ...before, isAsking: true }));
    get<Answer>(wanted).then(
      (answer) => isWanted && setKnown({ answer, isAsking: false }),
      (error: unknown) =>
        isWanted && setKnown((before) => ({ ...before, trouble: troubleIn(error), isAsking: false })),
    );
    return () => {
      isWanted = false;
    };
  }, [wish]);
  const again = useCallback(
    (other?: string) => setWish(({ count }) => ({ path: other ?? path, count: count + 1 })),
    [path],
  );
  return { ...known, again };
}
