/** What an operator does where a proof found something that is right so; the rest of a sentence. */
export const planAgain = (code: string): string => `make the plan again with --accept ${code}`;
