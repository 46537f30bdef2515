/** A hop that the vendor's page allows by name although its own rule forbids it. */
export interface PageException {
  readonly from: string;
  readonly to: string;
  readonly note: string;
}

/** Source: vendor's page, "Allowed upgrade paths". */
export const pageExceptions: readonly PageException[] = [
  {
    from: '23.03.11',
    to: '23.09.0',
    note: 'the page allows 23.03.11 → 23.09.0 by name; by its rule 23.03.12 (published later) would come first',
  },
];
