import { refuse } from '../../diagnostics.ts';
import { convert } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, parameters, part, resultColumns, tokenText } from '../access.ts';
import { aggregateValues } from '../aggregateCall.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { columnExpr, type Expr, literal, type PlanColumn } from '../expr.ts';
import type { Assignment, Rel } from '../rel.ts';
import type { Relation } from '../relation.ts';

interface Axis {
  readonly value: Expr;
  readonly step: Expr;
  readonly from: Expr | undefined;
  readonly to: Expr | undefined;
}

function unnamed(node: SyntaxNode): SyntaxNode {
  return node.kind === 'SimpleNamedExpression' ? part(node, 'Expression') : node;
}

/**
 * Aggregates per group and bin, then per group one array over all its bins. The range is [from, to); where one end
 * is not given it is the group's own first or last bin.
 */
export function makeSeries(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const kind = parameters(node).get('kind');
  const nonEmpty = kind !== undefined && tokenText(kind).toLowerCase() === 'nonempty';
  const row = { scope: env.scope, row: rowOf(input) };
  const axis = axisOf(builder, node, env, row);
  const wanted = resultColumns(node);
  const by = node.parts['ByClause'] ? list(node.parts['ByClause'], 'Expressions') : [];
  const keys = by.map((key, i): Assignment => {
    const expr = builder.expr(unnamed(key), row);
    return { column: builder.fresh(wanted[i]?.name ?? '', expr.type), expr };
  });
  const bin = builder.fresh('$bin', 'long');
  const filtered = inRange(builder, node, input.rel, axis);
  const position: Assignment = { column: bin, expr: binOf(node, axis) };
  const series = list(node, 'Aggregates').map((item) => seriesOf(builder, item, input, row));
  const binned: Rel = {
    op: 'aggregate',
    input: filtered,
    keys: [...keys, position],
    aggregates: series.flatMap(({ aggregates }) => aggregates),
  };
  const valued: Rel = {
    op: 'extend',
    input: binned,
    items: series.map(({ column, value }) => ({ column, expr: value })),
  };
  const bounds = { low: builder.fresh('$low', 'long'), high: builder.fresh('$high', 'long') };
  const maps = series.map(({ column, fallback }) => ({
    map: builder.fresh('$map', 'dynamic'),
    column,
    fallback,
  }));
  const span = node;
  const collected: Rel = {
    op: 'aggregate',
    input: valued,
    keys: keys.map(({ column }) => ({
      column: builder.fresh(column.name, column.type),
      expr: columnExpr(column),
    })),
    aggregates: [
      {
        column: bounds.low,
        expr: {
          kind: 'call',
          type: 'long',
          name: 'min',
          span,
          args: [columnExpr(bin)],
          lower: ([x = '']) => `min(${x})`,
        },
      },
      {
        column: bounds.high,
        expr: {
          kind: 'call',
          type: 'long',
          name: 'max',
          span,
          args: [columnExpr(bin)],
          lower: ([x = '']) => `max(${x})`,
        },
      },
      ...maps.map(({ map, column }) => ({
        column: map,
        expr: {
          kind: 'call' as const,
          type: 'dynamic' as const,
          name: 'series',
          span,
          args: [columnExpr(bin), builder.call('pack_array', 'dynamic', [columnExpr(column)], span)],
          lower: ([at = '', value = '']: readonly string[]) =>
            `map_from_entries(list((${at}, ${value})) FILTER (WHERE ${at} IS NOT NULL))`,
        },
      })),
    ],
  };
  const groupKeys = collected.keys.map(({ column }) => column);
  const outputs = [
    ...maps.map(({ map, fallback }) => arrayOf(builder, node, axis, bounds, map, fallback)),
    axisArray(node, axis, bounds),
  ];
  const columns = outputs.map((_, i) => builder.fresh(wanted[groupKeys.length + i]?.name ?? '', 'dynamic'));
  const extended: Rel = {
    op: 'extend',
    input: collected,
    items: columns.map((column, i) => ({ column, expr: outputs[i] ?? literal('dynamic', null) })),
  };
  // Without groups an empty input is no series, unless kind=nonempty asks for one of defaults.
  const rel: Rel =
    keys.length > 0 || nonEmpty
      ? extended
      : {
          op: 'filter',
          input: extended,
          predicate: {
            kind: 'call',
            type: 'bool',
            name: 'some',
            span,
            args: [columnExpr(bounds.low)],
            lower: ([x = '']) => `${x} IS NOT NULL`,
          },
        };
  return { rel, columns: reordered([...groupKeys, ...columns], wanted, node), order: [], serialized: false };
}

function reordered(
  columns: readonly PlanColumn[],
  wanted: readonly { name: string }[],
  node: SyntaxNode,
): PlanColumn[] {
  return wanted.map(({ name }) => {
    const column = columns.find((candidate) => candidate.name === name);
    if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
    return column;
  });
}

interface Range {
  readonly from: Expr | undefined;
  readonly to: Expr | undefined;
  readonly step: Expr;
}

/** `from … to … step …`, or the older `in range(first, last, step)`, whose last bin is included. */
function rangeOf(builder: Builder, range: SyntaxNode, env: Env): Range {
  if (range.kind === 'MakeSeriesInRangeClause') {
    const [first, last, width] = list(part(range, 'Arguments'), 'Expressions').map((node) =>
      builder.expr(node, env),
    );
    if (!first || !last || !width)
      throw refuse('make-series-range', 'range() needs a start, an end and a step.', range);
    const unit = literal(last.type === 'datetime' ? 'timespan' : last.type, 1n);
    return { from: first, to: builder.call('AddExpression', last.type, [last, unit], range), step: width };
  }
  const clause = (name: string): Expr | undefined => {
    const inner = range.parts[name];
    return inner && builder.expr(part(inner, 'Expression'), env);
  };
  const step = clause('MakeSeriesStepClause');
  if (!step) throw refuse('make-series-range', 'make-series needs a step.', range);
  return { from: clause('MakeSeriesFromClause'), to: clause('MakeSeriesToClause'), step };
}

function axisOf(builder: Builder, node: SyntaxNode, env: Env, row: Env): Axis {
  const { from, to, step } = rangeOf(builder, part(node, 'RangeClause'), env);
  const value = builder.expr(unnamed(part(part(node, 'OnClause'), 'Expression')), row);
  if (value.type !== 'datetime' && value.type !== 'timespan' && value.type !== 'long' && value.type !== 'int')
    throw refuse('make-series-axis', `A series over ${value.type} is not supported.`, node);
  const whole = value.type === 'int' ? 'long' : value.type;
  return {
    value: convert(value, whole),
    step: convert(step, whole === 'datetime' ? 'timespan' : whole),
    from: from && convert(from, whole),
    to: to && convert(to, whole),
  };
}

function inRange(builder: Builder, node: SyntaxNode, input: Rel, axis: Axis): Rel {
  const tests = [
    builder.call('isnotnull', 'bool', [axis.value], node),
    ...(axis.from
      ? [builder.call('GreaterThanOrEqualExpression', 'bool', [axis.value, axis.from], node)]
      : []),
    ...(axis.to ? [builder.call('LessThanExpression', 'bool', [axis.value, axis.to], node)] : []),
  ];
  return tests.reduce<Rel>((rel, predicate) => ({ op: 'filter', input: rel, predicate }), input);
}

/** Bins count from `from`, else from zero. */
function binOf(node: SyntaxNode, axis: Axis): Expr {
  return {
    kind: 'call',
    type: 'long',
    name: 'bin-index',
    span: node,
    args: [axis.value, axis.step, ...(axis.from ? [axis.from] : [])],
    lower: ([v = '', s = '', f]) =>
      f === undefined ? `(kql_bin(${v}, ${s}) // ${s})` : `((${v} - ${f}) // ${s})`,
  };
}

interface Series {
  readonly column: PlanColumn;
  readonly aggregates: readonly Assignment[];
  readonly value: Expr;
  readonly fallback: Expr;
}

function seriesOf(builder: Builder, item: SyntaxNode, input: Relation, row: Env): Series {
  const expression = unnamed(part(item, 'Expression'));
  const [found, ...others] = aggregateValues(builder, expression, input, row, input.columns);
  if (!found || others.length > 0) throw refuse('several-values', 'One value per series is supported.', item);
  const given = item.parts['DefaultExpression'];
  const fallback = given ? builder.expr(part(given, 'Expression'), row) : literal('long', 0n);
  return {
    column: builder.fresh('$value', found.expr.type),
    aggregates: found.aggregates,
    value: found.expr,
    fallback:
      given && fallback.type !== found.expr.type && fallback.type !== 'dynamic'
        ? convert(fallback, found.expr.type)
        : found.expr.type === 'real' && !given
          ? literal('real', 0)
          : fallback,
  };
}

interface Bounds {
  readonly low: PlanColumn;
  readonly high: PlanColumn;
}

/** `range(first bin, last bin + 1)` of a group. */
function bins(axis: Axis, low: string, high: string, step: string, from: string, to: string): string {
  const first = axis.from ? '0' : low;
  const origin = axis.from ? from : '0';
  const last = axis.to ? `((${to} - ${origin} + ${step} - 1) // ${step})` : `(${high} + 1)`;
  return `range(coalesce(${first}, 0), greatest(coalesce(${first}, 0), coalesce(${last}, 0)))`;
}

function axisArguments(axis: Axis, bounds: Bounds): Expr[] {
  return [
    columnExpr(bounds.low),
    columnExpr(bounds.high),
    axis.step,
    axis.from ?? literal('long', 0n),
    axis.to ?? literal('long', 0n),
  ];
}

function arrayOf(
  builder: Builder,
  node: SyntaxNode,
  axis: Axis,
  bounds: Bounds,
  map: PlanColumn,
  fallback: Expr,
): Expr {
  return {
    kind: 'call',
    type: 'dynamic',
    name: 'series',
    span: node,
    args: [
      ...axisArguments(axis, bounds),
      columnExpr(map),
      builder.call('pack_array', 'dynamic', [fallback], node),
    ],
    lower: ([low = '', high = '', step = '', from = '', to = '', m = '', none = '']) =>
      `'[' || array_to_string(list_transform(${bins(axis, low, high, step, from, to)}, lambda i: kql_inside(coalesce(${m}[i], ${none}))), ',') || ']'`,
  };
}

function axisArray(node: SyntaxNode, axis: Axis, bounds: Bounds): Expr {
  const type = axis.value.type;
  const quoted =
    type === 'datetime' ? 'kql_datetime_text' : type === 'timespan' ? 'kql_timespan_text' : undefined;
  return {
    kind: 'call',
    type: 'dynamic',
    name: 'axis',
    span: node,
    args: axisArguments(axis, bounds),
    lower: ([low = '', high = '', step = '', from = '', to = '']) => {
      const at = `(${axis.from ? from : '0'} + i * ${step})`;
      const item = quoted === undefined ? `${at}::VARCHAR` : `'"' || ${quoted}(${at}) || '"'`;
      return `'[' || array_to_string(list_transform(${bins(axis, low, high, step, from, to)}, lambda i: ${item}), ',') || ']'`;
    },
  };
}
