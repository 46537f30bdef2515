import type { Command } from '../../../src/lib/command.ts';

/** What a phase does on each host, one after the other: small commands, as those of an upgrade are. */
export const tasks: readonly Command['argv'][] = [
  ['id', '-u'],
  ['uname', '-r'],
  ['test', '-d', '/etc'],
  ['stat', '-c', '%a', '/tmp'],
  ['cat', '/proc/sys/kernel/random/boot_id'],
];
