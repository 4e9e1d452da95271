/*
 * Sine, cosine and arctangent rounded as the service's C library rounds them, which Math's are not always: the last
 * digit shows where coordinates are printed. Fixed point with 128 bits behind the point.
 */
const BITS = 128;
const SCALE = 2 ** 64;
const ONE = 1n << BigInt(BITS);
/** Halvings of the angle before the series, undone by as many doublings. */
const HALVINGS = 6;

function fixed(x: number): bigint {
  let rest = x;
  let value = 0n;
  // Two steps of 64 bits hold every double of an angle or of a coordinate.
  for (let step = 0; step < 2; step++) {
    const whole = Math.trunc(rest);
    value = (value + BigInt(whole)) << 64n;
    rest = (rest - whole) * SCALE;
  }
  return value + BigInt(Math.trunc(rest));
}

function times(a: bigint, b: bigint): bigint {
  return (a * b) >> BigInt(BITS);
}

function sineAndCosine(angle: bigint): readonly [sine: bigint, cosine: bigint] {
  const x = angle >> BigInt(HALVINGS);
  let [sine, cosine] = [0n, 0n];
  let term = ONE;
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    if (n % 2n === 1n) cosine += n % 4n === 1n ? term : -term;
    else sine += n % 4n === 2n ? term : -term;
    term = times(term, x) / n;
  }
  for (let i = 0; i < HALVINGS; i++)
    [sine, cosine] = [2n * times(sine, cosine), 2n * times(cosine, cosine) - ONE];
  return [sine, cosine];
}

function real(value: bigint): number {
  return Number(value) / SCALE / SCALE;
}

export function sinCos(x: number): readonly [sine: number, cosine: number] {
  const [sine, cosine] = sineAndCosine(fixed(x));
  return [real(sine), real(cosine)];
}

/** Math.atan2 with its error of a last bit taken away. */
export function atan2(y: number, x: number): number {
  const guess = Math.atan2(y, x);
  const [sine, cosine] = sineAndCosine(fixed(guess));
  const [a, b] = [fixed(y), fixed(x)];
  const along = times(b, cosine) + times(a, sine);
  return along === 0n ? guess : guess + real(times(a, cosine) - times(b, sine)) / real(along);
}
