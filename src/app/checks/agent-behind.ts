import type { Check } from './check.ts';

const code = 'agent.behind';

/** An agent that a run has postponed still has the release of before, or nobody can see which one it has. */
export const agentBehind: Check = {
  code,
  stands: true,
  find: ({ snapshot: { behind = [], components } }) => {
    const seen = new Map(components.map((each) => [each.id, each]));
    return behind.flatMap(({ member, host, run, to, why, left }) => {
      const found = seen.get(member);
      if (!found || (found.version === to && found.active)) return [];
      const has = found.unseen ? 'nobody can see its release' : `it has ${found.version ?? 'no release'}`;
      return [
        {
          code,
          severity: 'warning' as const,
          subject: member,
          summary: `agent ${member} on ${host} is behind: ${run} brought all others to ${to} and postponed it, and ${has}`,
          detail: left === undefined ? why : `${why}; ${left}`,
          hint: `once ${host} answers: baiup apply --remaining ${run}`,
        },
      ];
    });
  },
};
