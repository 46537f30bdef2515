import type { EnvironmentRequest } from './context.ts';

/** What one environment is known by among those of all hosts. */
export function environmentKey({ host, folder }: Pick<EnvironmentRequest, 'host' | 'folder'>): string {
  return `${host}:${folder}`;
}
