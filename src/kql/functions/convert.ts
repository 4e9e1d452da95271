import type { KustoType } from '../../domain/kustoType.ts';
import type { Span } from '../diagnostics.ts';
import { type Call, type Expr, literal } from '../plan/expr.ts';
import { fromTemplate } from './entry.ts';

const NOWHERE: Span = { start: 0, length: 0 };

/** How a value of one type becomes another's: `tolong(x)` and every implicit conversion. `{0}` is the value. */
const CONVERSIONS: Readonly<Partial<Record<`${KustoType}->${KustoType}`, string>>> = {
  'bool->string': "coalesce({0}::VARCHAR, '')",
  'int->string': "coalesce({0}::VARCHAR, '')",
  'long->string': "coalesce({0}::VARCHAR, '')",
  'real->string': "coalesce(kql_real_text({0}), '')",
  'decimal->string': "coalesce(kql_decimal_text({0}), '')",
  'datetime->string': "coalesce(kql_datetime_text({0}), '')",
  'timespan->string': "coalesce(kql_timespan_text({0}), '')",
  'guid->string': "coalesce({0}::VARCHAR, '')",
  'dynamic->string': 'kql_dynamic_text({0})',

  'bool->int': '{0}::INTEGER',
  'long->int': 'TRY_CAST({0} AS INTEGER)',
  'real->int': 'kql_real_to_long({0}, -2147483648, 2147483647)::INTEGER',
  'decimal->int': 'TRY_CAST(trunc({0}) AS INTEGER)',
  'string->int': 'TRY_CAST(kql_long_of({0}) AS INTEGER)',
  'dynamic->int': 'TRY_CAST(kql_long_of_dynamic({0}) AS INTEGER)',
  'datetime->int': 'TRY_CAST({0} AS INTEGER)',
  'timespan->int': 'TRY_CAST({0} AS INTEGER)',

  'bool->long': '{0}::BIGINT',
  'int->long': '{0}::BIGINT',
  'real->long': 'kql_real_to_long({0}, -9223372036854775808, 9223372036854775807)',
  'decimal->long': 'TRY_CAST(trunc({0}) AS BIGINT)',
  'string->long': 'kql_long_of({0})',
  'dynamic->long': 'kql_long_of_dynamic({0})',
  'datetime->long': '{0}',
  'timespan->long': '{0}',

  'bool->real': '{0}::INTEGER::DOUBLE',
  'int->real': '{0}::DOUBLE',
  'long->real': '{0}::DOUBLE',
  'decimal->real': '{0}::DOUBLE',
  'string->real': 'kql_real_of({0})',
  'dynamic->real': 'kql_real_of_dynamic({0})',
  'datetime->real': '{0}::DOUBLE',
  'timespan->real': '{0}::DOUBLE',

  'bool->decimal': '{0}::INTEGER::DECIMAL(38,12)',
  'int->decimal': '{0}::DECIMAL(38,12)',
  'long->decimal': '{0}::DECIMAL(38,12)',
  'real->decimal': 'TRY_CAST({0} AS DECIMAL(38,12))',
  'string->decimal': 'TRY_CAST({0} AS DECIMAL(38,12))',
  'dynamic->decimal': 'TRY_CAST(kql_dynamic_text({0}) AS DECIMAL(38,12))',

  'int->bool': '({0} <> 0)',
  'long->bool': '({0} <> 0)',
  'real->bool': '({0} <> 0)',
  'decimal->bool': '({0} <> 0)',
  'string->bool': 'kql_bool_of({0})',
  'dynamic->bool': 'kql_bool_of(kql_dynamic_text({0}))',

  'string->datetime': 'kql_datetime_of({0})',
  'dynamic->datetime': 'kql_datetime_of_dynamic({0})',
  'long->datetime': 'kql_moment({0})',
  'int->datetime': 'kql_moment({0})',
  'real->datetime': 'kql_moment({0})',
  'string->timespan': 'kql_timespan_of({0})',
  'dynamic->timespan': 'kql_timespan_of_dynamic({0})',
  'long->timespan': '{0}',
  'int->timespan': '{0}::BIGINT',
  'real->timespan': 'TRY_CAST({0} AS BIGINT)',

  'string->guid': 'kql_guid_of({0})::UUID',
  'dynamic->guid': 'kql_guid_of(kql_dynamic_text({0}))::UUID',

  'bool->dynamic': '{0}::VARCHAR',
  'int->dynamic': '{0}::VARCHAR',
  'long->dynamic': '{0}::VARCHAR',
  'real->dynamic': 'kql_real_json({0})',
  'decimal->dynamic': 'to_json(kql_decimal_text({0}))::VARCHAR',
  'string->dynamic': 'to_json({0})::VARCHAR',
  'datetime->dynamic': "('\"' || kql_datetime_text({0}) || '\"')",
  'timespan->dynamic': "('\"' || kql_timespan_text({0}) || '\"')",
  'guid->dynamic': "('\"' || {0}::VARCHAR || '\"')",
};

/** The value in another type; null (or '') where it does not fit. Throws where Kusto has no such conversion. */
export function convert(expr: Expr, to: KustoType, span: Span = NOWHERE): Expr {
  if (expr.type === to) return expr;
  if (expr.kind === 'literal') {
    if (expr.value === null) return literal(to, to === 'string' ? '' : null);
    if (typeof expr.value === 'bigint' && to === 'real') return literal('real', Number(expr.value));
    if (typeof expr.value === 'bigint' && (to === 'long' || (to === 'int' && expr.type === 'int')))
      return literal(to, expr.value);
  }
  if (expr.kind === 'call' && expr.name === 'path' && to === 'string') return textAtPath(expr, span);
  const template = CONVERSIONS[`${expr.type}->${to}`];
  if (template === undefined) throw new ConversionMissing(expr.type, to);
  return {
    kind: 'call',
    type: to,
    name: `to${to}`,
    lower: fromTemplate(template),
    args: [expr],
    span,
  } satisfies Call;
}

/** Read as a text at once: as JSON first, it would be read again for each form that a dynamic may have. */
function textAtPath(path: Call, span: Span): Call {
  return {
    kind: 'call',
    type: 'string',
    name: 'text_at_path',
    lower: fromTemplate("coalesce(json_extract_string({0}, {1}), '')"),
    args: path.args,
    span,
  };
}

export class ConversionMissing extends Error {
  readonly from: KustoType;
  readonly to: KustoType;

  constructor(from: KustoType, to: KustoType) {
    super(`No conversion from ${from} to ${to}.`);
    this.from = from;
    this.to = to;
  }
}

/** Any value as JSON text, null as JSON's null. */
export function asJson(expr: Expr): Expr {
  const dynamic = convert(expr, 'dynamic');
  return nullableJson(dynamic);
}

function nullableJson(expr: Expr): Expr {
  if (expr.kind === 'literal') return literal('dynamic', expr.value ?? 'null');
  return {
    kind: 'call',
    type: 'dynamic',
    name: 'json',
    lower: fromTemplate("coalesce({0}, 'null')"),
    args: [expr],
    span: NOWHERE,
  };
}

const WIDTH: readonly KustoType[] = ['int', 'long', 'real', 'decimal'];

/** The type in which values of these types meet: numbers widen, others must agree, dynamic gives way. */
export function commonType(types: readonly KustoType[]): KustoType {
  const distinct = [...new Set(types)];
  const [first = 'string'] = distinct;
  if (distinct.length === 1) return first;
  if (distinct.every((type) => WIDTH.includes(type)))
    return WIDTH[Math.max(...distinct.map((type) => WIDTH.indexOf(type)))] ?? 'real';
  const firm = distinct.filter((type) => type !== 'dynamic');
  if (firm.length < distinct.length && firm.length === 1) return firm[0] ?? 'dynamic';
  if (firm.length < distinct.length) return commonType(firm);
  return first;
}
