import { schemaMatrix as answerMatrix } from '../../../app/actions/schema-matrix.ts';
import type { CommonFlags } from '../context.ts';
import type { Outcome } from '../outcome.ts';
import type { Terminal } from '../terminal.ts';
import { schemaMatrixText } from '../views/schema-matrix.ts';

export async function schemaMatrix(_terminal: Terminal, _flags: CommonFlags): Promise<Outcome> {
  const matrix = answerMatrix();
  return { json: matrix, text: schemaMatrixText(matrix) };
}
