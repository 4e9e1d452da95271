import type { Call, Lowering } from '../plan/expr.ts';
import { type ScalarEntry, sql, sqlType, withinYears } from './entry.ts';

const fn = (name: string, call: string): ScalarEntry => sql(name, ['real'], call);

const binned: Lowering = ([value = '', size = ''], call) =>
  isPlainBin(call) ? `(${value} - ${value} % ${size})` : bin(value, size, call.type);

/** Datetimes are never negative, so that a constant size leaves nothing to be asked in each row. */
function isPlainBin({ type, args }: Call): boolean {
  const size = args[1];
  return (
    type === 'datetime' &&
    args[0]?.type === 'datetime' &&
    size?.kind === 'literal' &&
    typeof size.value === 'bigint' &&
    size.value > 0n
  );
}

/** Exact, as the remainder of decimals is. */
function decimalBin(value: string, size: string): string {
  return `kql_bin(${value}::${sqlType('decimal')}, ${size}::${sqlType('decimal')})::${sqlType('decimal')}`;
}

function bin(value: string, size: string, type: string): string {
  if (type === 'real') return `kql_bin_real(${value}::DOUBLE, ${size}::DOUBLE)`;
  if (type === 'decimal') return decimalBin(value, size);
  return type === 'int'
    ? `kql_bin(${value}::BIGINT, ${size}::BIGINT)::INTEGER`
    : `kql_bin(${value}::BIGINT, ${size}::BIGINT)`;
}

/** Outside of a function's domain Kusto gives NaN, where the database would raise an error. */
export const MATH: readonly ScalarEntry[] = [
  sql('abs', ['result'], 'abs({0})'),
  sql(
    'sign',
    ['number'],
    ([a = ''], call) =>
      `sign(${a})::${call.type === 'real' ? 'DOUBLE' : call.type === 'int' ? 'INTEGER' : 'BIGINT'}`,
  ),
  sql('ceiling', ['number'], ([a = ''], call) =>
    call.type === 'real'
      ? `ceil(${a}::DOUBLE)`
      : call.type === 'decimal'
        ? `ceil(${a})::${sqlType('decimal')}`
        : a,
  ),
  sql('floor', ['any', 'any'], binned),
  sql('bin', ['any', 'any'], binned),
  withinYears(
    sql('bin_at', ['any', 'any', 'any'], ([a = '', b = '', c = ''], call) =>
      call.type === 'datetime' || call.type === 'timespan' || call.type === 'long'
        ? `kql_bin_at(${a}::BIGINT, ${b}::BIGINT, ${c}::BIGINT)`
        : call.type === 'decimal'
          ? `(${c}::${sqlType('decimal')} + ${decimalBin(`(${a}::${sqlType('decimal')} - ${c}::${sqlType('decimal')})`, b)})::${sqlType('decimal')}`
          : `(${c}::DOUBLE + kql_bin_real(${a}::DOUBLE - ${c}::DOUBLE, ${b}::DOUBLE))`,
    ),
  ),
  sql('round', ['number', 'long?'], ([a = '', b = '0'], call) =>
    call.type === 'real'
      ? `kql_round(${a}::DOUBLE, ${b})`
      : call.type === 'decimal'
        ? `round(${a}, (${b})::INTEGER)::DECIMAL(38,12)`
        : a,
  ),
  fn('sqrt', "CASE WHEN {0} < 0 THEN 'nan'::DOUBLE ELSE sqrt({0}) END"),
  fn('exp', 'exp({0})'),
  fn('exp2', 'pow(2.0::DOUBLE, {0})'),
  fn('exp10', 'pow(10.0::DOUBLE, {0})'),
  fn('log', 'kql_ln({0})'),
  fn('log2', '(kql_ln({0}) / ln(2))'),
  fn('log10', 'CASE WHEN {0} > 0 THEN log10({0}) ELSE kql_ln({0}) END'),
  sql('pow', ['real', 'real'], 'kql_pow({0}, {1})'),
  fn('sin', "CASE WHEN isinf({0}) THEN 'nan'::DOUBLE ELSE sin({0}) END"),
  fn('cos', "CASE WHEN isinf({0}) THEN 'nan'::DOUBLE ELSE cos({0}) END"),
  fn('tan', "CASE WHEN isinf({0}) THEN 'nan'::DOUBLE ELSE tan({0}) END"),
  fn('cot', "CASE WHEN isinf({0}) THEN 'nan'::DOUBLE ELSE 1 / tan({0}) END"),
  fn('asin', "CASE WHEN abs({0}) > 1 THEN 'nan'::DOUBLE ELSE asin({0}) END"),
  fn('acos', "CASE WHEN abs({0}) > 1 THEN 'nan'::DOUBLE ELSE acos({0}) END"),
  fn('atan', 'atan({0})'),
  sql('atan2', ['real', 'real'], 'atan2({0}, {1})'),
  fn('radians', 'radians({0})'),
  fn('degrees', 'degrees({0})'),
  sql('pi', [], 'pi()'),
  sql('rand', ['long?'], ([a]) => (a === undefined ? 'random()' : `floor(random() * ${a})::DOUBLE`)),
  sql('binary_and', ['long', 'long'], '({0} & {1})'),
  sql('binary_or', ['long', 'long'], '({0} | {1})'),
  sql('binary_xor', ['long', 'long'], 'xor({0}, {1})'),
  sql('binary_not', ['long'], '(~{0})'),
  sql('binary_shift_left', ['long', 'long'], 'CASE WHEN {1} >= 0 THEN kql_shift_left({0}, {1}) END'),
  sql('binary_shift_right', ['long', 'long'], 'CASE WHEN {1} >= 0 THEN {0} >> ({1} % 64) END'),
  sql('bitset_count_ones', ['long'], 'bit_count({0})::BIGINT'),
];
