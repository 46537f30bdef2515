/** What to do where the copies have no room. @param host of the copies, where that is not this machine */
export const moreRoom = (host: string | undefined): string =>
  host === undefined
    ? 'set BAIUP_HOME to a folder on a larger disk, or rehearse on a host that has room: --on HOST'
    : `make room below baiup's state on ${host}, or rehearse on another host: --on HOST`;
