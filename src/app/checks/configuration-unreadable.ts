import type { Check } from './check.ts';

/** A file that no loader can read: its component would not start again, whatever its release. */
export const configurationUnreadable: Check = {
  code: 'configuration.unreadable',
  find: ({ snapshot }) =>
    snapshot.components.flatMap(({ id, component, host, configTrouble }) => {
      if (!configTrouble) return [];
      const { file, line, what } = configTrouble;
      return [
        {
          code: 'configuration.unreadable',
          severity: 'blocker',
          subject: id,
          summary: `${file} of ${component} ${id} on ${host}, line ${line}: ${what}`,
          hint: `write it in UTF-8 and correct line ${line}`,
        },
      ];
    }),
};
