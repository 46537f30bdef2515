import { hostname, userInfo } from 'node:os';

/** Variable that says whom a process acts for: the server sets it for commands that somebody has it begin. */
export const onBehalfOf = 'BAIUP_ON_BEHALF_OF';

/** Who acts, for journal and lock: "ana@control1". */
export function operator(): string {
  return process.env[onBehalfOf] ?? `${process.env['SUDO_USER'] ?? userInfo().username}@${hostname()}`;
}
