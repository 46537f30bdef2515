import type { ClusterStatus } from '../../../app/actions/status.ts';
import { namespaceUnused } from '../../../app/checks/namespace-unused.ts';
import { type ExitCode, exitCode } from '../../../lib/errors.ts';

/**
 * What `status` ends with. Whatever it finds wrong with a cluster, it has told of it, and ends with 0; but not where it
 * could not read all, or where it looked into a namespace that no cluster uses: then who has the cluster is not known.
 */
export function statusExit(found: ClusterStatus): ExitCode {
  if (found.kind === 'partial') return found.trouble.exit;
  return found.findings.some(({ code }) => code === namespaceUnused.code) ? exitCode.refused : exitCode.done;
}
