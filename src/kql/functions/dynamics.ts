import { parseDynamic, printDynamic, type Dynamic } from '../values/dynamic.ts';
import { sql, udf, type Parameter, type ScalarEntry, type UdfValue } from './entry.ts';
import type { Lowering } from '../plan/expr.ts';

/** An entry over parsed dynamics: 'dynamic' and 'json' arguments arrive parsed, a dynamic result is printed. */
export function dyn(
  name: string,
  parameters: readonly Parameter[],
  returns: 'dynamic' | 'long' | 'bool' | 'string' | 'real',
  run: (...args: never[]) => Dynamic | undefined,
  options: { readonly nulls?: boolean } = {},
): ScalarEntry {
  const parsed = parameters.map((p) => p.includes('dynamic') || p.includes('json'));
  const restParsed = parameters.at(-1)?.startsWith('...') === true && (parsed.at(-1) ?? false);
  const invoke = (...args: UdfValue[]): UdfValue => {
    const values = args.map((arg, i) =>
      (parsed[i] ?? restParsed) && typeof arg === 'string' ? (parseDynamic(arg) ?? null) : arg,
    );
    const result = run(...(values as never[]));
    if (result === undefined || result === null) return null;
    if (returns === 'dynamic') return printDynamic(result);
    return result as UdfValue;
  };
  return udf(name, parameters, returns, invoke as never, options);
}

/** [k1, v1, k2, v2 …] as JSON text; a null value is kept as JSON null. */
const pack: Lowering = (args) => {
  if (args.length === 0) return "'{}'";
  const pairs: string[] = [];
  for (let i = 0; i + 1 < args.length; i += 2) pairs.push(`${args[i] ?? ''} || ':' || ${args[i + 1] ?? ''}`);
  return `('{' || ${pairs.join(" || ',' || ")} || '}')`;
};

const parse: Lowering = ([x = ''], call) => (call.args[0]?.type === 'string' ? `kql_json_valid(${x})` : x);

export const DYNAMICS: readonly ScalarEntry[] = [
  ...['parse_json', 'todynamic', 'toobject'].map((name) => sql(name, ['any'], parse)),
  { name: 'bag_pack', parameters: ['...json'], lower: pack },
  sql('pack_array', ['...json'], (args) =>
    args.length === 0 ? "'[]'" : `('[' || ${args.join(" || ',' || ")} || ']')`,
  ),
  sql(
    'array_length',
    ['dynamic'],
    "CASE WHEN json_type({0}) = 'ARRAY' THEN json_array_length({0})::BIGINT END",
  ),
  dyn('bag_keys', ['dynamic'], 'dynamic', ((bag: Dynamic) =>
    bag instanceof Map ? [...bag.keys()] : null) as never),
  dyn(
    'bag_has_key',
    ['dynamic', 'string'],
    'bool',
    ((bag: Dynamic, key: string) => bag instanceof Map && bag.has(key)) as never,
  ),
];
