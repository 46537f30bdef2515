import type { HostLook } from './host-look.ts';

/**
 * What is the same for two names of one machine and for no two machines: clones have one machine-id, containers may have
 * their host's boot; undefined where it cannot be told.
 */
export const machineLook: HostLook<string | undefined> = {
  script: 'cat /proc/sys/kernel/random/boot_id /etc/machine-id; uname -n',
  parse: (printed) => {
    const lines = printed.split('\n').filter((line) => line !== '');
    return lines.length === 3 ? lines.join(' ') : undefined;
  },
};
