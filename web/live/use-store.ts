import { createContext } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Me } from '../../src/ui/server/wire.ts';
import type { Model, Store } from './store.ts';

/** What was drawn last; drawn again when it changes. */
export function useModel(store: Store): Model {
  const [, setCount] = useState(0);
  useEffect(() => store.subscribe(() => setCount((count) => count + 1)), [store]);
  return store.model;
}

/** The time, in milliseconds since the epoch, again every second while something counts. */
export function useNow(isCounting: boolean, everyMs = 1_000): number {
  const [now, setNow] = useState(() => Date.now() + ahead.ms);
  useEffect(() => {
    if (!isCounting) return;
    const tick = (): void => setNow(Date.now() + ahead.ms);
    tick();
    const timer = setInterval(tick, everyMs);
    return () => clearInterval(timer);
  }, [isCounting, everyMs]);
  return now;
}

/** How far the server's clock is ahead of the browser's: countdowns go by the server's. */
export const ahead = { ms: 0 };

export const Session = createContext<{ readonly me: Me | undefined; readonly store: Store | undefined }>({
  me: undefined,
  store: undefined,
});
