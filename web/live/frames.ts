/** What a browser gives to draw with; a test has its own. */
export interface Clockwork {
  readonly now: () => number;
  /** Soon, before the next picture; a page that nobody sees is not drawn, and is told later. */
  readonly soon: (act: () => void) => void;
  readonly later: (act: () => void, ms: number) => void;
}

/** At most so often is the page drawn while events come without end. */
const leastMs = 110;
/** So many times as long as drawing took, the page is left to whoever uses it. */
const share = 4;

/**
 * Draws once for all that came since, as soon as the next picture is due; again only after a pause that grows with what
 * drawing takes.
 */
export function inFrames(draw: () => void, { now, soon, later }: Clockwork): () => void {
  let isDue = false;
  let notBefore = 0;
  const drawNow = (): void => {
    isDue = false;
    const from = now();
    draw();
    const ended = now();
    notBefore = ended + Math.max(leastMs - (ended - from), (ended - from) * share);
  };
  return () => {
    if (isDue) return;
    isDue = true;
    const wait = notBefore - now();
    if (wait <= 0) soon(drawNow);
    else later(() => soon(drawNow), wait);
  };
}

/** A hidden page gets no animation frames. */
export const ofBrowser: Clockwork = {
  now: () => performance.now(),
  soon: (act) => {
    if (document.hidden) setTimeout(act, 500);
    else requestAnimationFrame(act);
  },
  later: (act, ms) => void setTimeout(act, ms),
};
