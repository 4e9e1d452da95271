import type { Lowering } from '../plan/expr.ts';
import { type ScalarEntry, sql } from './entry.ts';

/** A key is a text: JSON of anything else is quoted, null is the empty key. */
function keyText(json: string): string {
  if (json.startsWith(`'"`)) return json;
  return `CASE WHEN starts_with(${json}, '"') THEN ${json} WHEN ${json} = 'null' THEN '""' ELSE to_json(${json})::VARCHAR END`;
}

/** [k1, v1, k2, v2 …] as JSON text; a null value is kept as JSON null. */
const pack: Lowering = (args) => {
  if (args.length === 0) return "'{}'";
  const pairs: string[] = [];
  for (let i = 0; i + 1 < args.length; i += 2)
    pairs.push(`${keyText(args[i] ?? '')} || ':' || ${args[i + 1] ?? ''}`);
  return `('{' || ${pairs.join(" || ',' || ")} || '}')`;
};

/** Of a text or a dynamic; a real is what Kusto.Language takes for one (of jaccard_index). */
const parse: Lowering = ([x = ''], call) => {
  const type = call.args[0]?.type;
  return type === 'string' ? `kql_json_valid(${x})` : type === 'real' ? `kql_real_json(${x})` : x;
};

/** Kusto.Language lets by what is none of both where its own error is not raised. */
const PARSED = new Set(['string', 'dynamic', 'real']);

export const DYNAMICS: readonly ScalarEntry[] = [
  ...['parse_json', 'todynamic', 'toobject'].map(
    (name): ScalarEntry => ({
      ...sql(name, ['any'], parse),
      check: ({ args }) =>
        PARSED.has(args[0]?.type ?? 'string') ? undefined : `${name}() takes a text or a dynamic.`,
    }),
  ),
  ...['bag_pack', 'pack', 'pack_dictionary'].map(
    (name): ScalarEntry => ({ name, parameters: ['...json'], lower: pack }),
  ),
  sql('pack_array', ['...json'], (args) =>
    args.length === 0 ? "'[]'" : `('[' || ${args.join(" || ',' || ")} || ']')`,
  ),
  sql(
    'array_length',
    ['dynamic'],
    "CASE WHEN json_type({0}) = 'ARRAY' THEN json_array_length({0})::BIGINT END",
  ),
];
