import type { KustoType } from '../../domain/kustoType.ts';
import type { AggregateContext, AggregateEntry } from './aggregateEntry.ts';
import { fillTemplate, sqlType } from './entry.ts';

type Lower = AggregateEntry['lower'];

function agg(
  name: string,
  parameters: AggregateEntry['parameters'],
  lower: string | Lower,
  more: Pick<AggregateEntry, 'approximate' | 'ofRows' | 'check'> = {},
): AggregateEntry {
  return {
    name,
    parameters,
    lower: typeof lower === 'string' ? (args) => fillTemplate(lower, args) : lower,
    ...more,
  };
}

const ofRows = { ofRows: true };

const ofWholes: Pick<AggregateEntry, 'check'> = {
  check: ({ argTypes: [type = ''] }) =>
    ['int', 'long'].includes(type) ? undefined : 'Bits are those of int and long; convert with tolong().',
};

/** `xif(…, predicate)` beside `x(…)`: the predicate is the last argument and becomes a FILTER. */
function withIf(entry: AggregateEntry, ifName = `${entry.name}if`): AggregateEntry[] {
  const at = entry.parameters.filter((p) => !p.endsWith('?')).length;
  return [
    entry,
    {
      ...entry,
      name: ifName,
      parameters: [...entry.parameters.slice(0, at), 'bool', ...entry.parameters.slice(at)],
      lower: (args, context) => {
        const predicate = args[at] ?? 'true';
        const [value, ...others] = args.filter((_, i) => i !== at);
        const rest = value === undefined ? [] : [onlyWhere(value, predicate), ...others];
        const shifted = {
          ...context,
          argTypes: context.argTypes.filter((_, i) => i !== at),
          constants: context.constants.filter((_, i) => i !== at),
        };
        return filtered(entry.lower(rest, shifted), predicate);
      },
    },
  ];
}

/** The database computes what it aggregates for rows too that a FILTER leaves out, and fails where that overflows. */
function onlyWhere(value: string, predicate: string): string {
  const isColumn = /^("([^"]|"")*"|\w+)$/.test(value);
  return isColumn ? value : `CASE WHEN ${predicate} THEN ${value} END`;
}

/** FILTER belongs to each aggregate call inside what an entry printed: those are marked with `⟪…⟫`. */
export function filtered(text: string, predicate: string): string {
  // As a function: a predicate may hold what a replacement text gives a meaning, such as the end of a regular expression.
  return text.replaceAll('⟫', () => ` FILTER (WHERE ${predicate})⟫`);
}

const sum: Lower = ([x = ''], context) => {
  const all = `coalesce(⟪sum(${x})⟫, 0)`;
  return context.type === 'datetime' ? `kql_moment(${all})` : `${all}::${sqlType(context.type as KustoType)}`;
};

const avg: Lower = ([x = ''], context) =>
  context.type === 'real'
    ? `coalesce(⟪avg(${x}::DOUBLE)⟫, 'nan'::DOUBLE)`
    : context.type === 'decimal'
      ? `⟪avg(${x})⟫::DECIMAL(38,12)`
      : `(⟪sum(${x})⟫ // nullif(⟪count(${x})⟫, 0))::BIGINT`;

const extreme =
  (f: 'min' | 'max'): Lower =>
  ([x = ''], context) => {
    if (context.type === 'string') return `coalesce(⟪${f}(${x})⟫, '')`;
    return `⟪${f}(${x})⟫`;
  };

const any: Lower = ([x = ''], context) =>
  context.type === 'string'
    ? `coalesce(⟪first(nullif(${x}, '')${context.order})⟫, '')`
    : `⟪any_value(${x}${context.order})⟫`;

/** Arrays among the values are spread: their elements are listed, not they. */
function spreadArrays(x: string, context: AggregateContext): string {
  if (context.argTypes[0] !== 'dynamic') return x;
  return `CASE WHEN starts_with(${x}, '[') THEN nullif(kql_inside(json(${x})::VARCHAR), '') ELSE ${x} END`;
}

function listOf(withNulls: boolean): Lower {
  return ([x = '', max], context) => {
    const json = withNulls ? `coalesce(${x}, 'null')` : spreadArrays(x, context);
    const text = `coalesce('[' || ⟪string_agg(${json}, ','${context.order})⟫ || ']', '[]')`;
    return max === undefined ? text : `kql_head_of(${text}, ${max})`;
  };
}

const setOf: Lower = ([x = '', max = 'NULL::BIGINT'], context) =>
  context.order === '' && context.argTypes[0] !== 'dynamic'
    ? `kql_head_of(coalesce('[' || array_to_string(list_sort(⟪list(DISTINCT ${x})⟫), ',') || ']', '[]'), ${max})`
    : `kql_set_of(coalesce('[' || ⟪string_agg(${spreadArrays(x, context)}, ','${context.order})⟫ || ']', '[]'), ${max})`;

/** The withdrawn names keep no more elements than they did. */
function upTo128(lower: Lower): Lower {
  return ([x = '', max = '128::BIGINT'], context) => lower([x, max], context);
}

const bagOf: Lower = ([x = '', max = 'NULL::BIGINT'], context) =>
  `kql_merge_bags(coalesce('[' || ⟪string_agg(${x}, ','${context.order})⟫ || ']', '[]'), ${max})`;

/** The database fails where a value is no number; the answer is then none either. */
const spread =
  (f: string): Lower =>
  ([x = '']) =>
    `CASE WHEN coalesce(⟪bool_or(NOT isfinite(${x}))⟫, false) THEN 'nan'::DOUBLE ELSE coalesce(⟪${f}(CASE WHEN isfinite(${x}) THEN ${x} END)⟫, 0)::DOUBLE END`;

const distinctCount: Lower = ([x = '']) => `⟪count(DISTINCT ${x})⟫`;

const percentile: Lower = ([x = '', p = ''], context) =>
  `⟪quantile_disc(${x}, greatest(0, least(1, (${p}) / 100.0)))⟫::${sqlType(context.type as KustoType)}`;

/** Percentiles of a JSON array of values as one JSON array; points as given, or as the elements of one array. */
const percentileArray: Lower = ([x = '', ...points], context) => {
  const json = `coalesce('[' || ⟪string_agg(${x}, ','${context.order})⟫ || ']', '[]')`;
  return `kql_percentiles_of(${json}, '[' || ${points.join(" || ',' || ")} || ']')`;
};

const weightedArray: Lower = ([x = '', w = '', ...points], context) => {
  const json = `coalesce('[' || ⟪string_agg('[' || ${x} || ',' || ${w} || ']', ','${context.order})⟫ || ']', '[]')`;
  return `kql_weighted_percentiles_of(${json}, '[' || ${points.join(" || ',' || ")} || ']')`;
};

const ESTIMATED_COUNT =
  'Counted exactly here; the service estimates it, with a standard error of 0.8% at the default accuracy.';

const ESTIMATED_RANK = {
  approximate: 'The nearest rank, exact here; the service estimates it from a digest of large groups.',
};

const bits =
  (f: string): Lower =>
  ([x = ''], context) =>
    `⟪${f}(${x})⟫::${sqlType(context.type as KustoType)}`;

/** Hashes of the distinct values as JSON texts; null of none. */
const sketch: Lower = ([x = '']) =>
  `'[' || array_to_string(⟪list(DISTINCT '"' || hash(${x})::VARCHAR || '"')⟫, ',') || ']'`;

/** Pairs of value and weight; null of none. */
const digest: Lower = ([x = '', weight = '1'], context) => {
  const json: Readonly<Record<string, string>> = {
    real: `kql_real_json(${x})`,
    datetime: `'"' || kql_datetime_text(${x}) || '"'`,
    timespan: `'"' || kql_timespan_text(${x}) || '"'`,
    dynamic: x,
  };
  const value = json[context.argTypes[0] ?? ''] ?? `(${x})::VARCHAR`;
  return `'[' || ⟪string_agg('[' || ${value} || ',' || (${weight})::VARCHAR || ']', ',')⟫ || ']'`;
};

const throughArray =
  (f: string): Lower =>
  ([x = '']) =>
    `${f}('[' || ⟪string_agg(${x}, ',')⟫ || ']')`;

const SKETCHED = {
  approximate: 'Exact here, and of use to this engine only; the service keeps an estimate.',
};

export const AGGREGATES: readonly AggregateEntry[] = [
  ...withIf(agg('hll', ['any', 'long?'], sketch, SKETCHED), 'hll_if'),
  agg('hll_merge', ['dynamic'], throughArray('kql_union_of_sketches'), SKETCHED),
  agg('tdigest', ['any', 'long?'], digest, SKETCHED),
  agg('tdigest_merge', ['dynamic'], throughArray('kql_joined_digests'), SKETCHED),
  agg('merge_tdigest', ['dynamic'], throughArray('kql_joined_digests'), SKETCHED),
  agg('buildschema', ['dynamic'], throughArray('kql_schema_of'), ofRows),
  agg('cnt', [], '⟪count(*)⟫'),
  agg('make_dictionary', ['dynamic', 'long?'], bagOf, ofRows),
  agg('count', ['any?'], '⟪count(*)⟫'),
  agg('countif', ['bool'], ([p = '']) => `⟪count(*) FILTER (WHERE ${p})⟫`),
  ...withIf(agg('sum', ['any'], sum)),
  ...withIf(agg('avg', ['any'], avg)),
  ...withIf(agg('min', ['any'], extreme('min'))),
  ...withIf(agg('max', ['any'], extreme('max'))),
  ...withIf(agg('dcount', ['any', 'long?'], distinctCount, { approximate: ESTIMATED_COUNT })),
  ...withIf(agg('count_distinct', ['any'], distinctCount)),
  ...withIf(agg('take_any', ['any'], any, ofRows)),
  ...withIf(agg('any', ['any'], any, ofRows)),
  ...withIf(agg('make_list', ['dynamic', 'long?'], listOf(false), ofRows), 'make_list_if'),
  agg('makelist', ['dynamic', 'long?'], upTo128(listOf(false)), ofRows),
  agg('make_list_with_nulls', ['dynamic'], listOf(true), ofRows),
  ...withIf(agg('make_set', ['dynamic', 'long?'], setOf, ofRows), 'make_set_if'),
  agg('makeset', ['dynamic', 'long?'], upTo128(setOf), ofRows),
  ...withIf(agg('make_bag', ['dynamic', 'long?'], bagOf, ofRows), 'make_bag_if'),
  ...withIf(agg('stdev', ['real'], spread('stddev_samp'))),
  agg('stdevp', ['real'], spread('stddev_pop')),
  ...withIf(agg('variance', ['real'], spread('var_samp'))),
  ...withIf(agg('variancep', ['real'], spread('var_pop'))),
  ...withIf(
    agg(
      'covariance',
      ['real', 'real'],
      ([x = '', y = '']) => `coalesce(⟪covar_samp(${x}, ${y})⟫, 0)::DOUBLE`,
    ),
  ),
  ...withIf(
    agg(
      'covariancep',
      ['real', 'real'],
      ([x = '', y = '']) => `coalesce(⟪covar_pop(${x}, ${y})⟫, 0)::DOUBLE`,
    ),
  ),
  agg('percentile', ['any', 'real'], percentile, ESTIMATED_RANK),
  agg('percentiles_array', ['dynamic', '...dynamic'], percentileArray, ESTIMATED_RANK),
  agg('percentilesw_array', ['dynamic', 'dynamic', '...dynamic'], weightedArray, ESTIMATED_RANK),
  agg('binary_all_and', ['long'], bits('bit_and'), ofWholes),
  agg('binary_all_or', ['long'], bits('bit_or'), ofWholes),
  agg('binary_all_xor', ['long'], bits('bit_xor'), ofWholes),
];

/** Takes the marks of aggregate calls out of the printed text. */
export function unmark(text: string): string {
  return text.replaceAll('⟪', '').replaceAll('⟫', '');
}
