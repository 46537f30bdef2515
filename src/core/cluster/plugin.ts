import type { SlotType } from './slots.ts';

/** Where a package came from that was installed otherwise than by its name. */
export type PluginSource =
  | { readonly from: 'index' }
  /** A wheel, or an archive of source, on the host. */
  | { readonly from: 'file'; readonly path: string }
  /** A folder of source on the host; an editable install runs from it. */
  | { readonly from: 'folder'; readonly path: string; readonly isEditable: boolean }
  /** An address, without user and password. */
  | { readonly from: 'address'; readonly url: string };

/** A place where a program looks for plugins, and a plugin's name there. */
export interface EntryPoint {
  /** `backendai_accelerator_v21` */
  readonly group: string;
  readonly name: string;
}

/** A package that an environment holds beside those of its release. */
export interface Plugin {
  /** In pip's own spelling: `backend-ai-accelerator-mock`. */
  readonly name: string;
  readonly version: string;
  readonly source: PluginSource;
  readonly entryPoints: readonly EntryPoint[];
  /** Slots that its accelerators bring, as far as their source tells. */
  readonly slots?: readonly SlotType[];
  /** Whether it is there only because another of them asks for it. */
  readonly isAskedFor: boolean;
}
