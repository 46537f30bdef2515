import type { Check } from './check.ts';

const code = 'api.unreachable';

/** The proof after an upgrade starts a session through the API: that it can is known before anything stops. */
export const apiUnreachable: Check = {
  code,
  find: ({ inventory, snapshot: { components, apiTrouble } }) => {
    const managers = components.filter(({ component }) => component === 'manager');
    // Of managers that do not answer is told by themselves.
    if (apiTrouble === undefined || !managers.every(({ healthy }) => healthy)) return [];
    const { url } = inventory.api;
    const isTls = !url.startsWith('https:') && managers.some(({ tls }) => tls);
    return [
      {
        code,
        severity: 'blocker',
        subject: url,
        summary: `the managers serve, but not at api.url with the keys of cluster.yaml: ${apiTrouble}`,
        hint: isTls
          ? `the managers speak TLS: write api.url as ${url.replace(/^http:/, 'https:')} in cluster.yaml`
          : 'correct api.url, api.tls, api.accessKey or api.secretKey in cluster.yaml',
      },
    ];
  },
};
