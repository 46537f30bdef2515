import type { PlannedStep } from '../../../src/core/plan/plan.ts';

/**
 * Seconds that simulated hosts, services and databases need; everything else is baiup's own time. None is longer than
 * in truth, so that the ratio to them is not flattered.
 */
export const takes = {
  build: 0.5,
  freshSchema: 0.5,
  warm: 0.5,
  stop: 0.5,
  dump: 1,
  /** Of a database on its server. */
  copy: 1,
  migrate: 2,
  launch: 0.1,
  /** From its launch until a service answers. */
  answer: 2.5,
  session: 2,
} as const;

/** Hosts are not equally quick: from half as long to half as long again, always the same for a name. */
export function onHost(seconds: number, host: string): number {
  const number = Number(host.replace(/\D/g, '')) || 500;
  return seconds * (0.5 + ((number * 7919) % 1000) / 1000);
}

const byKind: Readonly<Record<string, number>> = {
  'schema.expect': takes.freshSchema,
  'migrator.warm': takes.warm,
  'database.capture': takes.dump,
  'database.dump': takes.dump,
  'database.aside': takes.copy,
  'schema.migrate': takes.migrate,
  'session.prove': takes.session,
  'session.try': takes.session,
};

const byHost: Readonly<Record<string, number>> = {
  'environment.stage': takes.build,
  'service.stop': takes.stop,
};

/** Seconds that a step cannot be shorter than. */
export function leastSeconds({ kind, hosts: [host = ''] }: PlannedStep): number {
  if (kind === 'service.start') return onHost(takes.launch + takes.answer, host);
  return byKind[kind] ?? onHost(byHost[kind] ?? 0, host);
}
