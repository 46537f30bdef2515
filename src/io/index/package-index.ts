import { type Secret, secret } from '../../lib/secret.ts';
import type { Network } from './network.ts';

/** A simple index that packages come from. */
export interface PackageIndex {
  /** Without a trailing slash and without credentials. */
  readonly url: string;
  /** The Authorization header, where the operator's address carries credentials. */
  readonly authorization?: Secret;
  /** The way to it; the machine's own unless told. */
  readonly network?: Network;
}

/** Takes the credentials out of an index address; uv allows `name=` before it. @throws TypeError for no address */
export function packageIndex(address: string): PackageIndex {
  const url = new URL(address.trim().replace(/^[\w.-]+=/, ''));
  const { username, password } = url;
  url.username = '';
  url.password = '';
  const plain = { url: url.href.replace(/\/+$/, '') };
  if (username === '' && password === '') return plain;
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { ...plain, authorization: secret(`Basic ${Buffer.from(pair).toString('base64')}`) };
}
