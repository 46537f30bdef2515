import { basename } from 'node:path';
import type { ComponentName } from '../../../core/cluster/inventory.ts';
import { components } from '../../../core/components/index.ts';

/** What a command runs: a component, or the watcher beside an agent. */
export interface ProgramIn {
  readonly component: ComponentName | 'watcher';
  /** What runs it, as it is written: `python`, `/home/bai/manager/.venv/bin/backend.ai`. */
  readonly by: string;
  /** What the component is told. */
  readonly arguments: readonly string[];
  /** What Python is given in the end: `-m`, a module, and what that is told. */
  readonly words: readonly string[];
}

/** Programs that only speak of others. */
const speakers = /^(echo|printf|logger|grep|egrep|pgrep|pkill|ps|test|\[|\[\[)$/;
const pythons = /^(python[\d.]*|py)$/;
const watcher = 'ai.backend.agent.watcher';

/** The part of a command behind `python [options] -m`. */
function moduleIn(words: readonly string[], python: number): number | undefined {
  for (let at = python + 1; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '-m') return at + 1;
    if (word === '-X' || word === '-W') at += 1;
    else if (!word.startsWith('-')) return undefined;
  }
  return undefined;
}

function ofModule(module: string): ProgramIn['component'] | undefined {
  if (module === watcher) return 'watcher';
  return components.find((each) => each.module === module)?.name;
}

/** `backend.ai mgr start-server -f FILE`: what stands after `backend.ai`. */
function ofCommand(by: string, words: readonly string[]): ProgramIn | undefined {
  const group = words.find((word) => !word.startsWith('-'));
  const start = words.findIndex((word) => word === 'start-server' || word === 'start-watcher');
  if (group === undefined || start < 0) return undefined;
  const found = components.find(({ traces }) => traces.group === group)?.name;
  const component = words[start] === 'start-watcher' ? 'watcher' : found;
  const module = ['-m', 'ai.backend.cli'];
  return component && { component, by, arguments: words.slice(start + 1), words: [...module, ...words] };
}

/** Which program of Backend.AI a command runs, whatever stands before it: `exec`, `env`, `nice`, `sudo`. */
export function programIn(words: readonly string[]): ProgramIn | undefined {
  if (speakers.test(basename(words[0] ?? ''))) return undefined;
  for (const [index, word] of words.entries()) {
    const name = basename(word);
    if (name === 'backend.ai') return ofCommand(word, words.slice(index + 1));
    if (!pythons.test(name)) continue;
    const at = moduleIn(words, index);
    if (at === undefined) {
      const next = words[index + 1] ?? '';
      if (basename(next) === 'backend.ai') return ofCommand(next, words.slice(index + 2));
      continue;
    }
    const module = words[at] ?? '';
    if (/^ai\.backend\.cli(\.__main__)?$/.test(module)) return ofCommand(word, words.slice(at + 1));
    const component = ofModule(module);
    if (component) return { component, by: word, arguments: words.slice(at + 1), words: words.slice(at - 1) };
  }
  return undefined;
}
