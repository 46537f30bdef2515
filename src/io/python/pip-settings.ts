import type { Variables } from '../../lib/variables.ts';

/** `global.index-url='…'` and `:env:.find-links='…'`, as `pip config list` prints them; what is later wins. */
export function parsePipSettings(listing: string): ReadonlyMap<string, string> {
  const settings = new Map<string, string>();
  for (const line of listing.split('\n')) {
    const [, scope, name, value] = /^(global|install|:env:)\.([\w-]+)='(.*)'$/.exec(line.trim()) ?? [];
    if (scope !== undefined && name !== undefined && value !== undefined) settings.set(name, plain(value));
  }
  return settings;
}

/** pip prints Python's representation: a line break in it is two characters. */
function plain(value: string): string {
  return value.replaceAll('\\n', ' ').replaceAll("\\'", "'").replaceAll('\\\\', '\\').trim();
}

/**
 * The same settings as uv's variables, for uv does not read pip's; what uv has of its own stays.
 * `isThere` sorts out find-links that point nowhere: pip ignores them, uv fails.
 */
export async function uvSettings(
  pip: ReadonlyMap<string, string>,
  env: Variables,
  isThere: (folder: string) => Promise<boolean>,
): Promise<Record<string, string>> {
  const links: string[] = [];
  for (const link of words(pip.get('find-links'))) {
    if (!link.startsWith('/') || (await isThere(link))) links.push(link);
  }
  const wanted: readonly [name: string, rivals: readonly string[], value: string | undefined][] = [
    ['UV_DEFAULT_INDEX', ['UV_INDEX_URL'], pip.get('index-url')],
    ['UV_INDEX', ['UV_EXTRA_INDEX_URL'], words(pip.get('extra-index-url')).join(' ')],
    ['UV_FIND_LINKS', [], links.join(',')],
    ['UV_INSECURE_HOST', [], words(pip.get('trusted-host')).join(' ')],
    ['SSL_CERT_FILE', [], pip.get('cert') || env['REQUESTS_CA_BUNDLE'] || env['CURL_CA_BUNDLE']],
    ['SSL_CLIENT_CERT', [], pip.get('client-cert')],
    ['ALL_PROXY', ['HTTPS_PROXY', 'https_proxy', 'all_proxy'], pip.get('proxy')],
  ];
  return Object.fromEntries(
    wanted.flatMap(([name, rivals, value]) =>
      value === undefined || value === '' || [name, ...rivals].some((each) => env[each])
        ? []
        : [[name, value]],
    ),
  );
}

function words(value: string | undefined): string[] {
  return (value ?? '').split(/\s+/).filter((word) => word !== '');
}
