/** A row without what it has no value for. */
export function withoutNulls<T extends object>(
  row: T,
): { [K in keyof T]: null extends T[K] ? NonNullable<T[K]> | undefined : T[K] } {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as ReturnType<
    typeof withoutNulls<T>
  >;
}
