/** A word that was retired because another word names its concept. */
export interface RetiredWord {
  readonly word: string;
  readonly instead: string;
  /** Finds it in texts and in names, global. */
  readonly pattern: RegExp;
}

/** The words of the glossary in ARCHITECTURE.md that texts and names must not use. */
export const retiredWords: readonly RetiredWord[] = [
  { word: 'mend', instead: 'fix', pattern: /\bmend(s|ed|ing|able)?\b|\b[Mm]end[A-Z]|[a-z]Mend|\bMend/g },
  { word: 'by hand', instead: 'manual, manually', pattern: /\bby[ -]hand\b|\b(is)?[Bb]yHand/gi },
  { word: 'confirm', instead: 'approve, or yes', pattern: /\bconfirm|[a-z]Confirm/gi },
  {
    word: 'word',
    instead: 'approval',
    pattern: /\b(your|their|operator's|gives?|gave|given) word\b|without a word\b/gi,
  },
  {
    word: 'window',
    instead: 'outage, or the field windows',
    pattern: /\b(one|first|each|every|whole|same) window\b|\bwindowsOf\b|\bWindowing\b|[a-z]Windows?Of\b/gi,
  },
  { word: 'own', instead: 'measured, or baiup', pattern: /\b[oO]wn(Times?|Figure|Version)(Of)?\b/g },
  {
    word: 'place',
    instead: 'location',
    pattern: /\b(copy|server|registry|runner|docker|postgres|rehearsal)Place\b|\bplacesOf\b/gi,
  },
];
