import type { z } from 'zod';

/** "a, b or c" */
function oneOf(values: readonly unknown[]): string {
  const words = values.map(String);
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

/** What is wrong with a value of a file, for whoever wrote the file. */
export function issueText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && /received undefined$/.test(issue.message)
        ? 'is missing'
        : `is no ${issue.expected}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`;
    case 'unrecognized_keys':
      return `knows no ${oneOf(issue.keys.map((key) => `"${key}"`))}`;
    default:
      return issue.message;
  }
}
