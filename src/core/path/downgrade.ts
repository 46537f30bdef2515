import type { Finding } from '../../lib/finding.ts';
import type { Version } from '../versions/version.ts';

/** The refusal of going down; upgrades are taken back from their own dump, never by older code. */
export function downgrade(from: Version, to: Version): Finding {
  return {
    code: 'downgrade',
    severity: 'blocker',
    subject: `${from} → ${to}`,
    summary: `${to} is older than ${from}, and an upgrade never goes down`,
    origin: 'history',
    hint: 'baiup rollback RUN goes back to where a run began; baiup runs lists them',
  };
}
