/** The house: storeys from the ground up, and in each the rooms; a room imports values from rooms above it in its list. */
export const storeys = [
  { name: 'lib', rooms: [], from: [] },
  {
    name: 'core',
    rooms: [
      'versions',
      'catalog',
      'schema',
      'cluster',
      'workloads',
      'census',
      'components',
      'configuration',
      'path',
      'plan',
      'run',
    ],
    from: ['lib'],
  },
  {
    name: 'io',
    rooms: [
      'hosts',
      'services',
      'python',
      'index',
      'changelog',
      'database',
      'configstore',
      'workloads',
      'journal',
      'notify',
    ],
    from: ['core', 'lib'],
  },
  {
    name: 'app',
    rooms: [
      'discovery',
      'checks',
      'steps',
      'planner',
      'engine',
      'records',
      'wiring',
      'rehearsal',
      'live',
      'forget',
      'actions',
    ],
    from: ['io', 'core', 'lib'],
  },
  { name: 'sandbox', rooms: [], from: ['io', 'core', 'lib'] },
  { name: 'ui', rooms: ['server', 'cli'], from: ['app', 'core', 'lib', 'sandbox'] },
] as const;

interface Place {
  readonly storey: string;
  readonly room: string | undefined;
}

/** Where a file under src/ belongs: ["core", "path"] for core/path/find-path.ts. */
export function placeOf(path: string): Place {
  const [storey = '', room] = path.split('/');
  return { storey, room: path.split('/').length > 2 ? room : undefined };
}

/** Why a value import from one place to another breaks the table, or undefined when it keeps it. */
export function breach(from: Place, to: Place): string | undefined {
  const storey = storeys.find(({ name }) => name === from.storey);
  if (!storey) return `there is no storey "${from.storey}"`;
  if (from.storey !== to.storey) {
    return (storey.from as readonly string[]).includes(to.storey)
      ? undefined
      : `${from.storey} may not import from ${to.storey}`;
  }
  if (from.room === to.room || storey.rooms.length === 0) return undefined;
  const rooms: readonly (string | undefined)[] = storey.rooms;
  return rooms.indexOf(to.room) < rooms.indexOf(from.room)
    ? undefined
    : `${from.room} stands above ${to.room}`;
}
