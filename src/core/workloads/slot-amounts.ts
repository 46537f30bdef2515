/** How much of each slot: `{cpu: 2, mem: 268435456, 'cuda.shares': 0.5}`; `mem` in bytes. */
export type SlotAmounts = Readonly<Record<string, number>>;
