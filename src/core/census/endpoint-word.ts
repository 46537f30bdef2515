/**
 * How an endpoint is, as far as it was asked. Nothing: none of its sessions is ready. `serves`: one is, and nobody
 * called it. It does not answer where the proxies say so, or nobody at all.
 */
export type EndpointWord = '' | 'serves' | 'answers' | 'does not answer';
