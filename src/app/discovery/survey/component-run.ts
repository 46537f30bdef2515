import type { ComponentName } from '../../../core/cluster/inventory.ts';
import { components } from '../../../core/components/index.ts';
import { programIn } from './program-in.ts';

/** They name themselves `backend.ai: manager local` once they serve. */
function titled(words: readonly string[]): ComponentName | undefined {
  const [, title = ''] = /^backend\.ai: (\S+)/.exec(words.join(' ')) ?? [];
  return components.find(({ traces }) => traces.title === title)?.name;
}

/** The component that a process is, or the watcher beside an agent, by what it was started with or calls itself. */
export function componentRun(words: readonly string[]): ComponentName | 'watcher' | undefined {
  return titled(words) ?? programIn(words)?.component;
}
