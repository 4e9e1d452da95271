/** A period shorter than this is not looked for, nor one of which the series does not hold more than two. */
const SHORTEST = 4;

/**
 * Autocorrelation of a series at a lag, as a share of that at none. Pairs that the lag takes away weaken it, by half of
 * their share: a period that is repeated more often is surer.
 */
function autocorrelation(deviations: readonly number[], lag: number): number {
  let sum = 0;
  let whole = 0;
  deviations.forEach((x, i) => {
    whole += x * x;
    sum += x * (deviations[i + lag] ?? 0);
  });
  const n = deviations.length;
  return whole === 0 || lag >= n ? 0 : (sum / whole) * Math.sqrt(n / (n - lag));
}

/** The lag of the highest peak of the autocorrelation that is at least `threshold`; 0 where there is none. */
export function dominantPeriod(values: readonly number[], threshold: number): number {
  const deviations = detrended(values);
  const longest = Math.ceil(values.length / 2) - 1;
  const at = Array.from({ length: longest + 2 }, (_, lag) => autocorrelation(deviations, lag));
  let best = 0;
  for (let lag = SHORTEST; lag <= longest; lag++) {
    const [before = 0, here = 0, after = 0] = at.slice(lag - 1, lag + 2);
    if (here >= before && here >= after && here >= threshold && here > (at[best] ?? 0) * (best > 0 ? 1 : 0))
      best = lag;
  }
  return best;
}

function detrended(values: readonly number[]): number[] {
  const n = values.length;
  const meanX = (n - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  let [xy, xx] = [0, 0];
  values.forEach((value, i) => {
    xy += (i - meanX) * (value - mean);
    xx += (i - meanX) ** 2;
  });
  const slope = xx === 0 ? 0 : xy / xx;
  return values.map((value, i) => value - mean - slope * (i - meanX));
}
