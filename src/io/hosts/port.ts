import type { Command, CommandResult } from '../../lib/command.ts';

/** Something that lies in a folder. */
export interface HostFile {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'socket' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

/** A machine that can only be looked at. Planner and checks see nothing more. */
export interface HostReader {
  readonly name: string;
  /** Runs a command that changes nothing; a non-zero exit is a result, not an error. */
  ask(command: Command): Promise<CommandResult>;
  /** The file's text, or undefined where there is none. */
  readText(path: string): Promise<string | undefined>;
  /** Names in a folder, sorted; empty where there is none. */
  list(path: string): Promise<readonly string[]>;
  /** What lies in a folder, sorted by name; empty where there is none. @throws BaiupError `host.refused` */
  files(folder: string): Promise<readonly HostFile[]>;
  /** SHA-256 of a file's bytes, hex; undefined where there is none. @throws BaiupError `host.refused` */
  sha256(path: string): Promise<string | undefined>;
}

/** A machine that can be changed. */
export interface Host extends HostReader {
  /** @throws BaiupError `command.failed` with the last lines of output, `command.deadline`, `command.missing`. */
  run(command: Command): Promise<CommandResult>;
  /** Whole or not at all; mode 0600 unless told. */
  writeText(path: string, content: string, mode?: number): Promise<void>;
  /** Another content for a file that is there, whole or not at all; owner and mode stay. */
  replaceText(path: string, content: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Whole or not at all, with owner, mode and times; takes the place of what is there. @throws BaiupError `host.refused` */
  copy(from: string, to: string): Promise<void>;
  /** Takes the place of what is there. @throws BaiupError `host.refused` */
  move(from: string, to: string): Promise<void>;
  /** Removes a file or a whole folder; nothing there is fine. */
  remove(path: string): Promise<void>;
}
