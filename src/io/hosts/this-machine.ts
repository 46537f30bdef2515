import { localHost } from './local.ts';

/** The machine that baiup runs on. What concerns a member goes through the member's own host instead. */
export const thisMachine = localHost('this machine');
