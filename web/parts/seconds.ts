/** Seconds as an operator reads them: "0.4 s", "38.2 s", "6 m 12 s", "2 h 5 m". */
export function seconds(value: number): string {
  // What is rounded up to a minute is one.
  if (value < 59.95) return `${value.toFixed(1)} s`;
  const whole = Math.round(value);
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} m`;
}

/** A countdown, without the tenths that would flicker. */
export function wholeSeconds(value: number): string {
  const whole = Math.max(0, Math.round(value));
  return whole < 60 ? `${whole} s` : seconds(whole);
}

/** "7.0 s, between 4.2 s and 10.5 s" */
export function rangeText(predicted: number, range: readonly [number, number] | undefined): string {
  if (range === undefined) return seconds(predicted);
  return `${seconds(predicted)}, between ${seconds(range[0])} and ${seconds(range[1])}`;
}
