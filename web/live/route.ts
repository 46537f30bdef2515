/** What the address leads to. */
export type Route =
  | { readonly page: 'now' }
  | { readonly page: 'cluster'; readonly host?: string }
  | { readonly page: 'plan' }
  | { readonly page: 'runs' }
  | { readonly page: 'run'; readonly run: string; readonly host?: string; readonly step?: string }
  | { readonly page: 'unknown' };

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function routeOf(path: string): Route {
  const [first = '', second, third, fourth] = path.split('/').filter(Boolean).map(decoded);
  switch (first) {
    case '':
      return { page: 'now' };
    case 'cluster':
      return { page: 'cluster', ...(second === undefined ? {} : { host: second }) };
    case 'plan':
      return { page: 'plan' };
    case 'runs':
      if (second === undefined) return { page: 'runs' };
      return {
        ...{ page: 'run', run: second },
        ...(third === 'hosts' && fourth !== undefined ? { host: fourth } : {}),
        ...(third === 'steps' && fourth !== undefined ? { step: fourth } : {}),
      };
    default:
      return { page: 'unknown' };
  }
}

const below = (run: string): string => `/runs/${encodeURIComponent(run)}`;

export const pathTo = {
  run: below,
  host: (run: string, host: string) => `${below(run)}/hosts/${encodeURIComponent(host)}`,
  step: (run: string, step: string) => `${below(run)}/steps/${encodeURIComponent(step)}`,
  clusterHost: (host: string) => `/cluster/${encodeURIComponent(host)}`,
};
