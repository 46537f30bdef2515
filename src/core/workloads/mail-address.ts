const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/** As HTML has it for `<input type=email>`; none begins with a dash, which a mail program takes for an option. */
const form = new RegExp(`^(?!-)[A-Za-z0-9.!#$%&'*+/=?^_\`{|}~-]{1,64}@${label}(?:\\.${label})*$`);

/** Whether a mail can be addressed to it as it is, in a header and in an argument. */
export const isMailAddress = (text: string): boolean => text.length <= 254 && form.test(text);
