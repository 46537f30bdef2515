/** The folder that a key of a component's configuration names; relative ones are below its working folder. */
export interface ConfiguredFolder {
  /** "agent.var-base-path" */
  readonly key: string;
  /** What the component takes where its configuration does not name it. */
  readonly unless: string;
}

/** What becomes of files when an upgrade is taken back. */
export type WayBack =
  /** They are in a format of the release that wrote them: captured at the stop, and put back as they were. */
  | 'restore'
  /** Sockets of one process: removed once no process listens. */
  | 'sweep'
  /** They stay as they are. */
  | 'leave';

/** Files that a component writes on its host while it runs, beside its log. */
export interface HostFiles {
  /** `configuration` is the component's own configuration file. */
  readonly where: ConfiguredFolder | 'configuration';
  /** Names below the folder: `*` is anything but a slash. None where `where` is a file. */
  readonly names?: readonly string[];
  readonly back: WayBack;
  readonly why: string;
}

/** A pattern of names as an expression: `*` is anything but a slash. */
export function namesLike(pattern: string): RegExp {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
  return new RegExp(`^${parts.join('[^/]*')}$`);
}

/** Sockets of one process, which its successor makes anew in their location. */
export const ownSockets = (key: string): HostFiles => ({
  where: { key, unless: '/tmp/backend.ai/ipc' },
  back: 'leave',
  why: 'each process makes its own, and takes the place of one that was left behind',
});

/** A file that only says which process runs. */
export const pidFile = (key: string): HostFiles => ({
  where: { key, unless: '/dev/null' },
  back: 'leave',
  why: 'each start writes it again',
});
