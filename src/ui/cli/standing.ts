/** How things stand, and what to type next. */
export interface Standing {
  readonly left: string;
  readonly next: string;
}

export function standingLines({ left, next }: Standing): string[] {
  return [`  Now:   ${left}`, `  Next:  ${next}`];
}
