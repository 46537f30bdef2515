/**
 * The program of a unit's command, as `systemctl show` says of `ExecStart`: its path may hold spaces.
 * @returns empty where there is no command
 */
export const startPath = (shown: string): string => /path=(.*?) ; argv\[\]=/.exec(shown)?.[1] ?? '';
