import { render } from 'preact';
import type { PlanAnswer } from '../src/ui/server/wire.ts';
import { App } from './app.tsx';
import { get } from './live/api.ts';
import { ofBrowser } from './live/frames.ts';
import { Store } from './live/store.ts';
import { wiresOfBrowser } from './live/stream.ts';
import './style/index.css';

const store = new Store({
  wires: wiresOfBrowser,
  clockwork: ofBrowser,
  planOf: (run) => get<PlanAnswer>(`/api/runs/${encodeURIComponent(run)}/plan`),
});
const place = document.querySelector('#page');
if (place) {
  place.replaceChildren();
  render(<App store={store} />, place);
}
