/** A column as PostgreSQL prints it: `type` is `format_type`, `default` its expression. */
export interface SchemaColumn {
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
}

/** A constraint by its definition; two of the same definition are equal whatever they are called. */
export interface SchemaConstraint {
  readonly name: string;
  readonly kind: 'primary' | 'unique' | 'foreign' | 'check' | 'exclude';
  readonly definition: string;
}

export interface SchemaIndex {
  readonly name: string;
  readonly definition: string;
}

export interface SchemaTable {
  readonly columns: Readonly<Record<string, SchemaColumn>>;
  readonly constraints: readonly SchemaConstraint[];
  /** Without those that a constraint brings along. */
  readonly indexes: readonly SchemaIndex[];
}

/**
 * The structure of one database (schema `public`), as plain JSON: what a migrated database and a fresh
 * install are compared by. Order says nothing; everything is sorted by name.
 */
export interface SchemaSnapshot {
  readonly tables: Readonly<Record<string, SchemaTable>>;
  /** Enum types and their values in order. */
  readonly types: Readonly<Record<string, readonly string[]>>;
  /** Names with their data type. */
  readonly sequences: Readonly<Record<string, string>>;
  readonly extensions: readonly string[];
  /** Views with what they show, functions, triggers, policies, rules, publications, foreign servers: by what each is and its name. */
  readonly others?: Readonly<Record<string, string>>;
}
