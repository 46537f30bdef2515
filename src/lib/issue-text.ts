import type { z } from 'zod';

/** "a, b or c" */
function oneOf(values: readonly unknown[]): string {
  const words = values.map(String);
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`;
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'an object',
  record: 'an object',
};

const partsOf: Readonly<Record<string, string>> = { array: ' entries', string: ' characters' };

/** "at least 3", "more than 0", "at most 65535", with what is counted. */
function limitText(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const counted = partsOf[issue.origin];
  const verb = counted === undefined ? 'must be' : 'must have';
  if (issue.code === 'too_small') {
    if (counted !== undefined && issue.minimum === 1) return 'is empty';
    return `${verb} ${issue.inclusive ? 'at least' : 'more than'} ${issue.minimum}${counted ?? ''}`;
  }
  return `${verb} ${issue.inclusive ? 'at most' : 'less than'} ${issue.maximum}${counted ?? ''}`;
}

/** What is wrong with a value of a file, for whoever wrote the file: it follows the value's name. */
export function issueText(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined && /received undefined$/.test(issue.message)
        ? 'is missing'
        : `must be ${kinds[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return `must be ${oneOf(issue.values)}`;
    case 'unrecognized_keys':
      return `knows no ${oneOf(issue.keys.map((key) => `"${key}"`))}`;
    case 'too_small':
    case 'too_big':
      return limitText(issue);
    case 'invalid_union':
      return issue.message.startsWith('Invalid ') ? 'has a form that is not allowed' : issue.message;
    case 'invalid_key':
    case 'invalid_element':
      return 'has an entry that is none';
    case 'invalid_format':
      // A message of our own says more than the name of a format.
      return issue.message.startsWith('Invalid ') ? `is no ${issue.format}` : issue.message;
    default:
      return issue.message;
  }
}
