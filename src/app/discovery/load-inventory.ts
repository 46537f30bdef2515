import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { type Inventory, inventorySchema } from '../../core/cluster/inventory.ts';
import { type BaiupError, messageOf, usageError } from '../../lib/errors.ts';
import { issueText } from '../../lib/issue-text.ts';

export interface LoadedInventory {
  /** Absolute path of the file. */
  readonly file: string;
  readonly inventory: Inventory;
}

const hint = 'docs/cluster-file.md describes each key; `baiup sandbox up` makes a cluster with a whole file';

/** The line that an issue's path points to, or the nearest one above it that is written. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let length = path.length; length >= 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

function wrong(file: string, line: number, what: string): BaiupError {
  return usageError('cluster.file-wrong', `${file}, line ${line}: ${what}`, hint);
}

/** Parses cluster.yaml. @throws BaiupError `cluster.file-wrong` with file, line and key */
export function parseInventory(file: string, text: string): Inventory {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const [syntax] = document.errors;
  if (syntax) throw wrong(file, syntax.linePos?.[0].line ?? 1, syntax.message.split('\n')[0] ?? 'not YAML');
  const parsed = inventorySchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  const key = path.map(String).join('.') || 'the whole file';
  throw wrong(file, lineOf(document, lines, path), `${key}: ${issue ? issueText(issue) : 'is wrong'}`);
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw usageError('cluster.file-unreadable', `${path} cannot be read: ${messageOf(error)}`);
  }
}

/**
 * Reads the cluster's declaration: the file named, else ./cluster.yaml, else ~/.config/baiup/cluster.yaml.
 * @throws BaiupError `cluster.file-missing`, `cluster.file-unreadable`, `cluster.file-wrong`, all exit 64
 */
export async function loadInventory(named: string | undefined): Promise<LoadedInventory> {
  const candidates = named
    ? [resolve(named)]
    : [resolve('cluster.yaml'), join(homedir(), '.config/baiup/cluster.yaml')];
  for (const file of candidates) {
    const text = await readIfThere(file);
    if (text !== undefined) return { file, inventory: parseInventory(file, text) };
  }
  throw usageError(
    'cluster.file-missing',
    `there is no cluster file at ${candidates.join(' or ')}`,
    'name one with --cluster FILE, or try baiup on a cluster of its own: baiup sandbox up',
  );
}
