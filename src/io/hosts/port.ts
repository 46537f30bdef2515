import type { Duplex } from 'node:stream';
import type { Command, CommandResult } from '../../lib/command.ts';
import type { Variables } from '../../lib/variables.ts';
import type { HttpAnswer, HttpQuestion, NetAddress } from './network-port.ts';
import type { LaunchedProgram, LivingProcess, ProcessQuestion, Talk, TalkListener } from './process-port.ts';

/** What a host has, and whom we are there. */
export interface HostFacts {
  /** The environment variables that we have there: PATH, HOME and all others. */
  readonly variables: Variables;
  readonly processors: number;
  /** Another one after each boot. */
  readonly boot: string;
  /** The number of the user that we are there. */
  readonly user: number;
}

/** Whose turn it is to change a host: the run, and a number that only grows from driver to driver. */
export interface HostTurn {
  /** Unique in the world. */
  readonly run: string;
  readonly number: number;
  /** Who counts: numbers of one series grow. */
  readonly series: string;
  /** The cluster whose hosts are fenced together. */
  readonly cluster: string;
}

export interface FileFacts {
  readonly kind: 'file' | 'folder' | 'socket' | 'other';
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** Permission bits. */
  readonly mode: number;
  /** Numbers of its user and of its group. */
  readonly owner: number;
  readonly group: number;
}

/** A file that is there until it is taken back. */
export interface LentFile {
  readonly path: string;
  takeBack(): Promise<void>;
}

/** A port that is open until it is taken back. */
export interface LentPort {
  takeBack(): void;
}

/** What was sent, as it arrived. */
export interface SentFile {
  /** Bytes. */
  readonly size: number;
  readonly sha256: string;
}

/** Something that lies in a folder. */
export interface HostFile extends FileFacts {
  readonly name: string;
}

/** A machine that can only be looked at. Planner and checks see nothing more. */
export interface HostReader {
  readonly name: string;
  facts(): Promise<HostFacts>;
  /** Runs a command that changes nothing; a non-zero exit is a result, not an error. */
  ask(command: Command): Promise<CommandResult>;
  /** The file's text, or undefined where there is none. */
  readText(path: string): Promise<string | undefined>;
  /** Bytes of a file; `from` counts from its end where it is negative. Undefined where there is no file. */
  readPart(path: string, from: number, length: number): Promise<Uint8Array | undefined>;
  /** What a path leads to, through links; undefined where there is nothing. */
  stat(path: string): Promise<FileFacts | undefined>;
  /** Where a link leads, as it is written in it; undefined where there is no link. @throws BaiupError `host.refused` */
  readLink(path: string): Promise<string | undefined>;
  /** Bytes that we may still write where a path is, or will be. */
  freeBytes(path: string): Promise<number>;
  /** Names in a folder, sorted; empty where there is none. */
  list(path: string): Promise<readonly string[]>;
  /** What lies in a folder, sorted by name; empty where there is none. @throws BaiupError `host.refused` */
  files(folder: string): Promise<readonly HostFile[]>;
  /** SHA-256 of a file's bytes, hex; undefined where there is none. @throws BaiupError `host.refused` */
  sha256(path: string): Promise<string | undefined>;
  /** Living processes, ourselves left out. */
  processes(of: ProcessQuestion): Promise<readonly LivingProcess[]>;
  /** Where programs of baiup's own lie there, brought when they must be: the path of the first, the others beside it. */
  bring(file: string, ...beside: readonly string[]): Promise<string>;
  /** A file that a program may read there for a while, as nobody else can. */
  lend(name: string, content: string): Promise<LentFile>;
  /** Asks an address as it is seen from this host. @throws Error when nothing answers within `timeoutMs` */
  http(question: HttpQuestion): Promise<HttpAnswer>;
  /** A connection to an address as it is seen from this host. @throws Error when none comes about within `timeoutMs` */
  connect(address: NetAddress, timeoutMs: number): Promise<Duplex>;
  /** Whether something accepts connections at an address as it is seen from this host, within `timeoutMs`. */
  accepts(address: NetAddress, timeoutMs: number): Promise<boolean>;
}

/** A machine that can be changed. */
export interface Host extends HostReader {
  /** @throws BaiupError `command.failed` with the last lines of output, `command.deadline`, `command.missing`. */
  run(command: Command): Promise<CommandResult>;
  /** Starts a program to talk with; it ends when we do. @throws BaiupError `command.missing` */
  talk(command: Pick<Command, 'argv' | 'cwd' | 'env'>, listener: TalkListener): Promise<Talk>;
  /** Starts a program that outlives us, in a session of its own. @returns its pid. @throws BaiupError `command.missing` */
  launch(program: LaunchedProgram): Promise<number>;
  /** Signals processes; one that has gone is fine. */
  signal(pids: readonly number[], signal: NodeJS.Signals): Promise<void>;
  /** Whole or not at all; mode 0600 unless told. */
  writeText(path: string, content: string, mode?: number): Promise<void>;
  /** Another content for a file that is there, whole or not at all; owner and mode stay. */
  replaceText(path: string, content: string): Promise<void>;
  makeFolder(path: string): Promise<void>;
  /** Whole or not at all, with owner, mode and times; takes the place of what is there. @throws BaiupError `host.refused` */
  copy(from: string, to: string): Promise<void>;
  /** Takes the place of what is there. @throws BaiupError `host.refused` */
  move(from: string, to: string): Promise<void>;
  /**
   * Puts a link there by one rename, also in the place of another one; it belongs to whom its folder belongs.
   * @throws BaiupError `host.refused`, where a folder is there too
   */
  link(path: string, to: string): Promise<void>;
  /**
   * Two paths of one file system change places in one call.
   * @returns whether they have: false where the kernel or the file system has no such call
   * @throws BaiupError `host.refused`
   */
  exchange(one: string, other: string): Promise<boolean>;
  /** Removes a file or a whole folder; nothing there is fine. */
  remove(path: string): Promise<void>;
  /** Puts a file of the machine that baiup runs on there, whole or not at all; mode 0600. */
  upload(from: string, to: string): Promise<SentFile>;
  /**
   * Makes a port of the loopback of the machine that baiup runs on answer under the same number on that host's loopback.
   * @throws BaiupError `host.port-taken`, `host.no-forwarding`
   */
  lendPort(port: number): Promise<LentPort>;
  /**
   * The same host, for one driver of a run: it refuses what an earlier driver still asks for, and waits for what one
   * has running. @throws BaiupError `host.fenced`, `host.busy`, from each verb that changes something
   */
  inTurn(turn: HostTurn): Host;
  /** The same host, where we are root. @throws BaiupError `host.no-root` from each verb, where we may not be */
  asRoot(): Host;
  /** Brings a file from there to the machine that baiup runs on, whole or not at all; mode 0600. */
  download(from: string, to: string): Promise<SentFile>;
}
