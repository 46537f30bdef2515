import type { EnvironmentNote } from '../../core/cluster/snapshot.ts';
import type { Finding } from '../../lib/finding.ts';
import type { Check } from './check.ts';

type Told = Pick<Finding, 'severity' | 'hint'> & { readonly code: string };

/** Tells what was found unusual in members' environments, those notes of one kind. */
function environmentCheck(kind: EnvironmentNote['kind'], told: Told): Check {
  return {
    code: told.code,
    find: ({ snapshot }) =>
      snapshot.components.flatMap(({ id, component, host, environmentNotes = [] }) =>
        environmentNotes
          .filter((note) => note.kind === kind)
          .map(({ text }) => ({ ...told, subject: id, summary: `${component} ${id} on ${host}: ${text}` })),
      ),
  };
}

/** An upgrade starts from a release; what has none is told as it was found. */
export const environmentNoRelease = environmentCheck('no-release', {
  code: 'environment.no-release',
  severity: 'blocker',
  hint: "install a published release in an environment of its own, name it in the service's service.json and start the service, then look again with baiup status",
});

/** Changes in a source folder do not come along. */
export const environmentSource = environmentCheck('source', {
  code: 'environment.source',
  severity: 'warning',
  hint: 'compare the source folder with its release; where its changes matter, ask its makers for a build of the target',
});

/** A fix that no version tells of. */
export const environmentChanged = environmentCheck('changed', {
  code: 'environment.changed',
  severity: 'warning',
  hint: 'look whether the target has what was fixed; where it has not, ask its makers for a build of it',
});

/** Files that were put among the packages manually. */
export const environmentStray = environmentCheck('stray', {
  code: 'environment.stray',
  severity: 'warning',
  hint: 'install what is needed as a package, or put it into the new environment once that is staged',
});

/** Nobody can tell what would be lost with it. */
export const environmentUnread = environmentCheck('unread', {
  code: 'environment.unread',
  severity: 'warning',
  hint: "run the environment's bin/python and fix what stands in its way; accepted, only the release's own packages are in the new environment",
});

/** A fixed build, leftovers of another version, packages for several Pythons. */
export const environmentUnusual = environmentCheck('unusual', {
  code: 'environment.unusual',
  severity: 'info',
});
