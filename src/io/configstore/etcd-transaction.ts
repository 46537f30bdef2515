export type EtcdOperation =
  | { readonly request_put: { readonly key: string; readonly value: string } }
  | { readonly request_delete_range: { readonly key: string } };

/** etcd's own defaults: 128 operations in a transaction, 1.5 MiB in a request. */
const most = { operations: 128, bytes: 1_000_000 };

/** Operations in as few transactions as the server takes, in order. */
export function batches(operations: readonly EtcdOperation[]): EtcdOperation[][] {
  const all: EtcdOperation[][] = [];
  let bytes = 0;
  for (const operation of operations) {
    const size = JSON.stringify(operation).length;
    const last = all.at(-1);
    if (last && last.length < most.operations && bytes + size <= most.bytes) {
      last.push(operation);
      bytes += size;
    } else {
      all.push([operation]);
      bytes = size;
    }
  }
  return all;
}
