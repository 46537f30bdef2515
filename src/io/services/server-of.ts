import type { Server, ServerLocation } from './server.ts';
import { serverDaemon } from './server-daemon.ts';
import type { ServerProgram } from './server-program.ts';
import { serverTalk } from './server-talk.ts';

/** A server program where it is to run: on this machine it outlives us, on a host it ends with us. */
export const serverOf = ({ there, ...location }: ServerLocation, program: ServerProgram): Server =>
  there ? serverTalk(location, there, program) : serverDaemon(location, program);
