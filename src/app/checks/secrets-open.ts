import type { Check } from './check.ts';

/** Secrets in a file that is not its owner's alone are everybody's on that machine. */
export const secretsOpen: Check = {
  stands: true,
  code: 'cluster.secrets-open',
  find: ({ snapshot: { openFiles, cluster } }) =>
    openFiles.map((file) => ({
      code: 'cluster.secrets-open',
      severity: 'warning',
      subject: cluster,
      summary: `others can read ${file}, which holds a secret`,
      hint: `chmod 600 ${file}`,
    })),
};
