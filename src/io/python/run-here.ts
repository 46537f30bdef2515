import { localHost } from '../hosts/local.ts';

/** Environments are built on the machine that baiup runs on. */
export const here = localHost('this machine');
