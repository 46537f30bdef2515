import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Me, RunDocument } from '../src/ui/server/wire.ts';
import { get, type Trouble, troubleIn } from './live/api.ts';
import { type Route, routeOf } from './live/route.ts';
import { saidOf } from './live/said.ts';
import type { Model, Store } from './live/store.ts';
import { showInTab } from './live/tab.ts';
import { ahead, Session, useModel } from './live/use-store.ts';
import { ClusterPage } from './pages/cluster-page.tsx';
import { Frame } from './pages/frame.tsx';
import { HistoryPage } from './pages/history-page.tsx';
import { Go, pathOfClick } from './pages/link.ts';
import { Login } from './pages/login.tsx';
import { PlanPage } from './pages/plan-page.tsx';
import { RunPage } from './pages/run-page.tsx';
import type { Zone } from './parts/clock.ts';
import { wordsOf } from './parts/run-words.ts';
import { ShownZone } from './parts/zone.ts';

const ended: readonly RunDocument['state'][] = ['done', 'failed', 'rolled-back'];

/** The run that is shown first: the one that the server was started for, else one that is not over, else none. */
export function runNow(me: Pick<Me, 'run'>, runs: readonly RunDocument[] | undefined): string | undefined {
  const unfinished = runs?.findLast(({ state }) => !ended.includes(state));
  return unfinished?.run ?? me.run ?? undefined;
}

function useRoute(): readonly [Route, (path: string) => void] {
  const [path, setPath] = useState(location.pathname);
  useEffect(() => {
    const back = (): void => setPath(location.pathname);
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  const go = useCallback((next: string) => {
    history.pushState(null, '', next);
    setPath(location.pathname);
    document.querySelector<HTMLElement>('#main')?.focus({ preventScroll: true });
  }, []);
  return [routeOf(path), go];
}

/** Links between our pages do not leave the page. */
function useLinksWithin(go: (path: string) => void): void {
  useEffect(() => {
    const follow = (event: MouseEvent): void => {
      const path = pathOfClick(event);
      if (path === undefined) return;
      event.preventDefault();
      go(path);
    };
    document.addEventListener('click', follow);
    return () => document.removeEventListener('click', follow);
  }, [go]);
}

function Shown({
  route,
  model,
  run,
}: {
  readonly route: Route;
  readonly model: Model;
  readonly run: string | undefined;
}) {
  switch (route.page) {
    case 'now':
    case 'run': {
      if (run === undefined) return route.page === 'now' ? <ClusterPage /> : null;
      if (!model.run || model.run.live.run !== run) return <p class="first">Reading {run}…</p>;
      const { host, step } = route.page === 'run' ? route : {};
      return (
        <RunPage
          key={run}
          shown={model.run}
          tasks={model.tasks}
          {...(host === undefined ? {} : { host })}
          {...(step === undefined ? {} : { step })}
        />
      );
    }
    case 'cluster':
      return <ClusterPage {...(route.host === undefined ? {} : { host: route.host })} />;
    case 'plan':
      return <PlanPage served={model.served} tasks={model.tasks} />;
    case 'runs':
      return <HistoryPage runs={model.runs} served={model.served} />;
    case 'unknown':
      return <p class="first">There is no such page.</p>;
    default:
      return route satisfies never;
  }
}

function Inside({ me, store }: { readonly me: Me; readonly store: Store }) {
  const model = useModel(store);
  const [route, go] = useRoute();
  const [zone, setZone] = useState<Zone>('local');
  const last = useRef<string | undefined>(undefined);
  // What has just ended is looked at until another one begins.
  const run = route.page === 'run' ? route.run : (runNow(me, model.runs) ?? last.current);
  last.current = run;
  useEffect(() => store.follow(run), [store, run]);
  const words = model.run && wordsOf(model.run.view, model.run.standing?.state);
  useLinksWithin(go);
  const cluster = me.cluster?.name ?? 'baiup';
  useEffect(() => {
    showInTab(words?.tone ?? 'quiet', words ? `${words.title} – ${cluster}` : cluster);
  }, [words?.tone, words?.title, cluster]);
  return (
    <ShownZone.Provider value={zone}>
      <Session.Provider value={{ me, store }}>
        <Go.Provider value={go}>
          <div class="page">
            <Frame
              me={me}
              connection={model.connection}
              page={route.page === 'run' ? 'runs' : route.page}
              zone={zone}
              onZone={setZone}
              said={saidOf(model.said)}
            >
              <Shown route={route} model={model} run={run} />
            </Frame>
          </div>
        </Go.Provider>
      </Session.Provider>
    </ShownZone.Provider>
  );
}

/** The page: who one is, then everything else. */
export function App({ store }: { readonly store: Store }) {
  const [me, setMe] = useState<Me>();
  const [trouble, setTrouble] = useState<Trouble>();
  const { connection } = useModel(store);
  const enter = useCallback(
    (known: Me) => {
      ahead.ms = Date.parse(known.now) - Date.now();
      setTrouble(undefined);
      setMe(known);
      store.reconnect();
    },
    [store],
  );
  const ask = useCallback(() => {
    get<Me>('/api/me').then(enter, (error: unknown) => setTrouble(troubleIn(error)));
  }, [enter]);
  useEffect(ask, [ask]);
  const isRefused = connection.kind === 'refused';
  useEffect(() => {
    if (isRefused) ask();
  }, [isRefused, ask]);
  const login = trouble ? (
    <Login trouble={trouble} onIn={enter} onAgain={ask} isOver={me !== undefined} />
  ) : null;
  if (login && !me) return <main id="main">{login}</main>;
  if (!me) return <p class="first">baiup reads the cluster…</p>;
  // Who has to get in again still sees what was so.
  return (
    <>
      {login}
      <Inside me={me} store={store} />
    </>
  );
}
