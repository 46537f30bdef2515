/** "3.12" of ">=3.12,<3.13" or "==3.12.4": the Python that a release is made for. */
export function pythonOf(range: string | undefined): string | undefined {
  return /(?:>=|==|~=)\s*(\d+\.\d+)/.exec(range ?? '')?.[1];
}
