/** Names the service that has started a process, by the path of its folder. */
export const serviceMarker = 'BAIUP_SERVICE';

/** What that variable is in a program that was started to wait for its service's start. */
export const parkedMarker = (folder: string): string => `${folder}/parked`;

/** What it is in a program that serves beside its service. */
export const standInMarker = (folder: string): string => `${folder}/stand-in`;
