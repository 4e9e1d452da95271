import type { Dynamic } from '../values/dynamic.ts';
import { dyn, isNumber } from './dyn.ts';
import type { ScalarEntry } from './entry.ts';

interface Complex {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

function zeros(length: number): Complex {
  return { re: new Float64Array(length), im: new Float64Array(length) };
}

/** By halves while the length is even; the rest by its definition. */
function transform({ re, im }: Complex, sign: 1 | -1): Complex {
  const n = re.length;
  const out = zeros(n);
  if (n % 2 === 0 && n > 0) {
    const part = (start: 0 | 1): Complex => {
      const pick = (values: Float64Array): Float64Array => values.filter((_, i) => i % 2 === start);
      return transform({ re: pick(re), im: pick(im) }, sign);
    };
    const [even, odd] = [part(0), part(1)];
    for (let k = 0; k < n; k++) {
      const half = k % (n / 2);
      add(out, k, even, half, 0);
      add(out, k, odd, half, (sign * 2 * Math.PI * k) / n);
    }
    return out;
  }
  for (let k = 0; k < n; k++)
    for (let i = 0; i < n; i++) add(out, k, { re, im }, i, (sign * 2 * Math.PI * ((k * i) % n)) / n);
  return out;
}

function add(out: Complex, k: number, from: Complex, i: number, turn: number): void {
  const [x, y] = [from.re[i] ?? 0, from.im[i] ?? 0];
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  out.re[k] = (out.re[k] ?? 0) + x * c - y * s;
  out.im[k] = (out.im[k] ?? 0) + x * s + y * c;
}

/** Real and imaginary parts; null where a series has anything but numbers. */
function fourier(sign: 1 | -1): (real: Dynamic, imaginary: Dynamic) => Dynamic {
  return (real, imaginary) => {
    if (!Array.isArray(real) || !real.every(isNumber)) return null;
    if (imaginary !== null && (!Array.isArray(imaginary) || imaginary.length !== real.length)) return null;
    const given = zeros(real.length);
    real.forEach((value, i) => {
      given.re[i] = Number(value);
      const other = Array.isArray(imaginary) ? imaginary[i] : 0;
      given.im[i] = isNumber(other) ? Number(other) : NaN;
    });
    if (given.im.some(Number.isNaN)) return null;
    const { re, im } = transform(given, sign);
    const scale = sign === 1 ? 1 / real.length : 1;
    return [re, im].map((values) => Array.from(values, (value) => value * scale));
  };
}

export const SERIES_FOURIER: readonly ScalarEntry[] = [
  dyn('series_fft', ['dynamic', 'dynamic?'], 'dynamic', fourier(-1)),
  dyn('series_ifft', ['dynamic', 'dynamic?'], 'dynamic', fourier(1)),
];
