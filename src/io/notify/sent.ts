/** How one try to tell a hook something ended, in words that hold no secret. */
export type Sent =
  | { readonly kind: 'taken'; readonly how: string; readonly said?: string }
  /** May go better later; `afterMs` where the other side says when. */
  | { readonly kind: 'again'; readonly why: string; readonly afterMs?: number; readonly said?: string }
  /** The same would come of every other try. */
  | { readonly kind: 'refused'; readonly why: string; readonly said?: string };
