import type { Column, Modelled } from './tables.ts';

/** What PostgreSQL takes as a parameter, as text. */
export type Value = string | null;

export const json = (value: unknown): string => JSON.stringify(value);

export const slots = json({ cpu: '1', mem: '1073741824' });

const permissions = [
  ...['create-vfolder', 'modify-vfolder', 'delete-vfolder', 'mount-in-session'],
  ...['upload-file', 'download-file', 'invite-others', 'set-user-specific-permission'],
];

/** JSON by the model's own type of column. */
const byModel: Readonly<Record<string, string>> = {
  ResourceSlotColumn: slots,
  VFolderHostPermissionColumn: json({ 'local:volume1': permissions }),
  PermissionListColumn: '[]',
  StructuredJSONObjectListColumn: '[]',
  PydanticListColumn: '[]',
};

function jsonValue({ name }: Column, modelled: Modelled | undefined): string {
  const known = byModel[modelled?.type ?? ''];
  if (known !== undefined) return known;
  return modelled?.example !== undefined ? json(modelled.example) : /slots$/.test(name) ? slots : '{}';
}

const day = 86_400_000;
const moment = (number: number): string => new Date(Date.UTC(2024, 0, 1) + number * day).toISOString();

/** The same for the same question; no two alike in one column where the type lets it. */
export function uuidOf(table: string, number: number): string {
  const hash = [...table].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 0xffffffff, 7);
  const tail = number.toString(16).padStart(12, '0');
  return `${hash.toString(16).padStart(8, '0')}-0000-4000-8000-${tail}`;
}

/** What an enumerated column may hold, by the database or by the model; none where it is no enumeration. */
export function labelsOf({ labels }: Column, modelled: Modelled | undefined): readonly string[] {
  return labels.length > 0 ? labels : (modelled?.values ?? []).map(String);
}

/** A fitting value for a column that nothing more is known of. `number` counts the table's rows, from 0. */
export function genericValue(
  table: string,
  column: Column,
  modelled: Modelled | undefined,
  number: number,
): Value {
  const { name, type, width } = column;
  const labels = labelsOf(column, modelled);
  if (labels.length > 0)
    return type.startsWith('_') ? `{${labels[0]}}` : (labels[number % labels.length] ?? null);
  if (type.startsWith('_')) return '{}';
  if (/^jsonb?$/.test(type)) return jsonValue(column, modelled);
  if (/^(int|float|numeric)/.test(type)) return String(number + 1);
  switch (type) {
    case 'uuid':
      return uuidOf(`${table}.${name}`, number);
    case 'bool':
      return String(number % 2 === 0);
    case 'bytea':
      // An empty list, as the vendor packs dotfiles.
      return '\\x90';
    case 'timestamptz':
    case 'timestamp':
      return moment(number);
    case 'date':
      return moment(number).slice(0, 10);
    case 'interval':
      return '1 minute';
    case 'inet':
    case 'cidr':
      return '127.0.0.1/32';
    default:
      return `${name}-${number}`.slice(-(width ?? 64));
  }
}
