import type { HostLook } from './host-look.ts';

/** The kernel's setting, for the whole of a system. */
export const handOverSetting = 'net.ipv4.tcp_migrate_req';

/**
 * Whether connections that wait in the queue of a listener that closes go over to another one of its port; undefined
 * where the kernel does not tell (Documentation/networking/ip-sysctl.rst, since Linux 5.14).
 */
export const handOverLook: HostLook<boolean | undefined> = {
  script: `cat /proc/sys/${handOverSetting.replaceAll('.', '/')}`,
  parse: (printed) => (printed.trim() === '' ? undefined : printed.trim() !== '0'),
};
