import type { HostRoom } from './host-snapshot.ts';

/** A disk with less than this counts as full. */
export const littleRoom = { bytes: 1e6, files: 100 };

export const lacksRoom = ({ free, files }: HostRoom, needs: typeof littleRoom): boolean =>
  free < needs.bytes || (files !== undefined && files < needs.files);
