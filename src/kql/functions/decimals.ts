import { type ScalarEntry, udf } from './entry.ts';

/** Digits after the point of a stored decimal. */
const SCALE = 12;
const ONE = 10n ** BigInt(SCALE);

/** A decimal's text as a whole number of its last digit. */
function scaled(text: string): bigint {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? [];
  const value = BigInt(whole + fraction.padEnd(SCALE, '0').slice(0, SCALE));
  return sign === '-' ? -value : value;
}

function printed(value: bigint): string {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, '0');
  return `${value < 0n ? '-' : ''}${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`;
}

/** Rounded half away from zero. */
function divided(value: bigint, by: bigint): bigint {
  const [a, b] = [value < 0n ? -value : value, by < 0n ? -by : by];
  const rounded = (a + b / 2n) / b;
  return value < 0n === by < 0n ? rounded : -rounded;
}

/** Of DECIMAL(38,12), where the database's own operators overflow or go through reals. */
export const DECIMALS: readonly ScalarEntry[] = [
  udf('decimal_product', ['decimal', 'decimal'], 'decimal', (a: string, b: string) =>
    printed(divided(scaled(a) * scaled(b), ONE)),
  ),
  udf('decimal_quotient', ['decimal', 'decimal'], 'decimal', (a: string, b: string) => {
    const by = scaled(b);
    return by === 0n ? null : printed(divided(scaled(a) * ONE, by));
  }),
];
