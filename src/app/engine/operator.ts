import { hostname, userInfo } from 'node:os';

/** Who acts, for journal and lock: "ana@control1". */
export function operator(): string {
  return `${process.env['SUDO_USER'] ?? userInfo().username}@${hostname()}`;
}
