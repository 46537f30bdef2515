import type { Stranger } from './stranger.ts';

const nameOf = ({ pid, title, environment }: Stranger): string =>
  `process ${pid} ("${title}"${environment ? `, from ${environment}` : ''})`;

/** Who they are: "process 4711 ("backend.ai: manager local", from /e/manager-24.03.11), which was started by …" */
export function strangerNames(strangers: readonly Stranger[]): string {
  const verb = strangers.length === 1 ? 'was' : 'were';
  return `${strangers.map(nameOf).join(', ')}, which ${verb} started by no service of the cluster`;
}

/** What to type so that they end. */
export function endStrangers(strangers: readonly Stranger[]): string {
  return `kill -INT ${strangers.map(({ pid }) => pid).join(' ')}`;
}
