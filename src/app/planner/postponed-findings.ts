import type { Plan } from '../../core/plan/plan.ts';
import type { Finding } from '../../lib/finding.ts';

/** Of each agent that a plan leaves for later. */
export const agentPostponed = 'agent.postponed';

/** What an operator has to know of the agents that a plan leaves for later. */
export function postponedFindings({ to, postponed = [] }: Pick<Plan, 'to' | 'postponed'>): Finding[] {
  return postponed.map(({ member, host }) => ({
    code: agentPostponed,
    severity: 'warning',
    subject: member,
    summary: `${host} does not answer, so agent ${member} keeps its release while all others come to ${to}`,
    hint: `once ${host} answers, finish the run of this plan: baiup apply --remaining RUN; or make the plan again with it`,
  }));
}
