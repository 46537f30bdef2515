import type { Check } from './check.ts';

const code = 'host.unread';

/** What other checks would look at on a host is not known. */
export const hostUnread: Check = {
  code,
  stands: true,
  find: ({ snapshot }) =>
    snapshot.hosts.flatMap(({ name, unread }) =>
      unread === undefined
        ? []
        : [
            {
              code,
              severity: 'warning',
              subject: name,
              summary: `clock, room, units and Pythons of ${name} are not known: ${unread}`,
              hint: `log in to ${name} and look whether sh, date, df and systemctl answer there`,
            },
          ],
    ),
};
