import type { Member } from '../../core/cluster/inventory.ts';
import type { ManualProcess } from '../../core/cluster/unit-snapshot.ts';
import type { SpeakingProcess } from '../../io/services/program-look.ts';
import { componentRun } from './survey/component-run.ts';

/** Services in whose groups the sessions of people, and what they leave running, are. */
const ofPeople = /^(sshd?|sshd?@.*|cron|crond|atd|dropbear|getty@.*|user@\d+)\.service$/;

/** Whether a process runs in somebody's session: neither in a unit of its own nor in a container. */
function isInSession(groups: string): boolean {
  if (/docker|containerd|libpod|kubepods|machine\.slice/.test(groups)) return false;
  const units = groups.split(/[/ ]/).filter((part) => part.endsWith('.service'));
  return /user\.slice|\.scope\b/.test(groups) || units.every((unit) => ofPeople.test(unit));
}

/**
 * Programs that somebody started manually on a host where units should run them. Of components that have a service of
 * another kind there nothing is said: they run in no unit either.
 */
export function manualProcesses(
  processes: readonly SpeakingProcess[],
  members: readonly Member[],
): readonly ManualProcess[] {
  const ofUnits = new Set(
    members.filter(({ service }) => service.kind === 'systemd').map((each) => each.component),
  );
  const others = new Set(
    members.filter(({ service }) => service.kind !== 'systemd').map((each) => each.component),
  );
  const pids = new Set(processes.map(({ pid }) => pid));
  return processes.flatMap(({ pid, parent, user, groups, words }) => {
    const component = componentRun(words);
    if (component === undefined || component === 'watcher' || pids.has(parent)) return [];
    if (!ofUnits.has(component) || others.has(component) || !isInSession(groups)) return [];
    return [{ pid, component, title: words.join(' ').trim(), user }];
  });
}
