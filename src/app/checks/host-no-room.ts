import { dirname } from 'node:path';
import type { ComponentName } from '../../core/cluster/inventory.ts';
import { onHost } from '../../core/cluster/on-host.ts';
import { environmentRoom } from '../../core/components/environment-room.ts';
import { shortList } from '../../lib/short-list.ts';
import type { Check, CheckInput } from './check.ts';

const code = 'host.no-room';

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** New environments on a host, by the folder that they go to: members that share one count once. */
function environmentsOn(host: string, { snapshot, hops, outages }: CheckInput) {
  const beside = new Map<string, { readonly folder: string; readonly component: ComponentName }>();
  for (const { component, environment, unseen } of onHost(snapshot.components, host)) {
    if (unseen || environment === '') continue;
    const folder = dirname(environment);
    beside.set(`${folder} ${component}`, { folder, component });
  }
  // Each release on the way has its own migrator, which is the manager's.
  return [...beside.values()].map((each) => ({
    ...each,
    count: each.component === 'manager' ? hops.length : outages,
  }));
}

/** New environments are built beside the old ones, on every host: that they fit is known before anything begins. */
export const hostNoRoom: Check = {
  code,
  find: (input) =>
    input.snapshot.hosts.flatMap(({ name, rooms = [] }) => {
      const environments = environmentsOn(name, input);
      const byMount = Map.groupBy(rooms, ({ mount }) => mount);
      return [...byMount.values()].flatMap(([room, ...others]) => {
        if (!room) return [];
        const folders = new Set([room, ...others].map(({ path }) => path));
        const here = environments.filter(({ folder }) => folders.has(folder));
        const sum = (what: 'bytes' | 'files'): number =>
          here.reduce((all, { component, count }) => {
            const { [what]: each } = environmentRoom(component);
            return all + each * count;
          }, 0);
        const [bytes, files] = [sum('bytes'), sum('files')];
        const lacks = [
          ...(room.free < bytes ? [`${megabytes(bytes)}, and ${megabytes(room.free)} are free`] : []),
          ...(room.files !== undefined && room.files < files
            ? [
                `${files.toLocaleString('en')} files, and there may be ${room.files.toLocaleString('en')} more`,
              ]
            : []),
        ];
        if (lacks.length === 0) return [];
        const number = here.reduce((all, { count }) => all + count, 0);
        const are = number === 1 ? '1 new environment takes' : `${number} new environments take`;
        return [
          {
            code,
            severity: 'blocker' as const,
            subject: name,
            summary: `${are} up to ${lacks.join('; ')} in ${shortList([...folders])} on ${name}`,
            hint: `make room on ${name} below ${room.mount}: environments of earlier releases are there beside the one in use`,
          },
        ];
      });
    }),
};
