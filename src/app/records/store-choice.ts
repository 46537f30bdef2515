/** What a command line says of where runs are kept. */
export interface StoreChoice {
  /** "files", or a file that says where the store is; undefined: as the cluster file says. */
  readonly store: string | undefined;
  readonly clusterFile: string | undefined;
}

/** Until a command line has chosen, no cluster file is looked for. */
let choice: StoreChoice | undefined;

/** Chooses for this process where its runs are kept; before anything asks for one. */
export function chooseStore(asked: StoreChoice): void {
  choice = asked;
}

/** As the command line says, else `BAIUP_STORE`, else the cluster file, else in files of this machine. */
export function storeChoice(): StoreChoice {
  const { BAIUP_STORE: named } = process.env;
  if (!choice) return { store: named ?? 'files', clusterFile: undefined };
  return { ...choice, store: choice.store ?? named };
}
