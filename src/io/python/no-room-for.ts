import { dirname } from 'node:path';
import type { HostRoom } from '../../core/cluster/host-snapshot.ts';
import { lacksRoom, littleRoom } from '../../core/cluster/little-room.ts';
import { environmentRoom } from '../../core/components/environment-room.ts';
import { BaiupError, messageOf } from '../../lib/errors.ts';
import { isNoRoom } from '../../lib/no-room.ts';
import { shortList } from '../../lib/short-list.ts';
import { cacheFolder } from '../hosts/cache-folder.ts';
import { lookAt } from '../hosts/host-look.ts';
import type { HostReader } from '../hosts/port.ts';
import { roomLook } from '../hosts/room-look.ts';
import type { EnvironmentRequest } from './environment-request.ts';

type Asked = Pick<EnvironmentRequest, 'host' | 'supply' | 'component' | 'version' | 'folder'>;

/** What is free somewhere that an environment needs room, and how much it needs there. */
interface Room extends HostRoom {
  readonly host: string;
  readonly needs: { readonly bytes: number; readonly files: number };
}

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

async function roomsOn(host: HostReader, needs: Room['needs'], folders: readonly string[]): Promise<Room[]> {
  const { variables } = await host.facts();
  const temporary = variables['TMPDIR'] || '/tmp';
  const all = [...folders, await cacheFolder(host), temporary];
  const { rooms } = await lookAt(host, { rooms: roomLook(all) }, 30_000);
  return rooms.map((room) => ({
    ...room,
    host: host.name,
    // Programs of ours lie there.
    needs: room.path === temporary ? littleRoom : needs,
  }));
}

/** Everywhere that an environment needs room: on its host, and where its wheels are brought first. One line a disk. */
async function roomsOf({ host, supply, component, folder }: Asked): Promise<Room[]> {
  const needs = environmentRoom(component);
  const found = await Promise.all([
    roomsOn(host, needs, [dirname(folder)]),
    ...(supply && supply.here.name !== host.name ? [roomsOn(supply.here, needs, [])] : []),
  ]).catch(() => []);
  const disks = Map.groupBy(found.flat(), (room) => `${room.host} ${room.mount}`);
  return [...disks.values()].flatMap(([first]) => first ?? []);
}

/** Whether something failed because a disk is full, also where it says nothing of that itself. */
export async function metFullDisk(request: Asked, error: unknown): Promise<boolean> {
  return isNoRoom(error) || (await roomsOf(request)).some((room) => lacksRoom(room, littleRoom));
}

function roomText({ host, path, mount, free, files, needs }: Room): string {
  const few = files !== undefined && files < needs.files;
  const left = few ? `room for ${files.toLocaleString('en')} more files` : `${megabytes(free)} free`;
  return `${mount} on ${host}, where ${path} is, has ${left}`;
}

function needText({ component }: Asked, rooms: readonly Room[]): string {
  const { bytes, files } = environmentRoom(component);
  const isFew = rooms.some((room) => room.files !== undefined && room.files < files);
  const most = isFew ? `${megabytes(bytes)} in ${files.toLocaleString('en')} files` : megabytes(bytes);
  return `The environment takes up to ${most}, with what it is installed from`;
}

/** What is said where a disk was full: which, what is free there, and what is needed. To be asked once all is tidied up. */
export async function noRoomFor(request: Asked, error: unknown): Promise<BaiupError> {
  const { host, component, version } = request;
  const short = (await roomsOf(request)).filter((room) => lacksRoom(room, room.needs));
  // A quota, say, is nothing that a host tells of its disks.
  const why = short.length > 0 ? short.map(roomText).join('; ') : messageOf(error);
  const where = short.map(({ mount, host: name }) => `below ${mount} on ${name}`);
  return new BaiupError(
    'host.no-room',
    `there is no room for the environment of ${component} ${version} on ${host.name}: ${why}. ${needText(request, short)}`,
    {
      hint: `make room ${where.length > 0 ? shortList(where) : `on ${host.name}`}, then go on: baiup resume, or the same command again`,
      left: 'what was half made is removed again',
    },
  );
}
