import { invalid, refuse } from '../../diagnostics.ts';
import { convert } from '../../functions/convert.ts';
import type { SyntaxNode } from '../../syntax/node.ts';
import { list, nameText, part, resultColumns, tokenText } from '../access.ts';
import { type Builder, type Env, rowOf } from '../builder.ts';
import { type Expr, literal, type PlanColumn } from '../expr.ts';
import { callScope } from '../functionCall.ts';
import type { Relation } from '../relation.ts';
import { typeNamed } from '../typeNames.ts';
import { distinct } from './rows.ts';
import { byOrdinal } from './sources.ts';

const DOTNET: Readonly<Record<string, string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  string: 'System.String',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  guid: 'System.Guid',
  dynamic: 'System.Object',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
};

/** `getschema`: a row per column. */
export function getSchema(builder: Builder, node: SyntaxNode, input: Relation): Relation {
  const columns = resultColumns(node).map(({ name, type }) => builder.fresh(name, type));
  const kind = node.parts['KindParameter']?.parts['Expression'];
  if (kind && tokenText(kind).toLowerCase() === 'csl') return cslSchema(columns, input);
  if (kind) throw refuse('argument-not-exact', 'getschema knows the kind csl only.', kind);
  const ordinal = builder.fresh('$order', 'long');
  const rows = input.columns.map((column, i): Expr[] => [
    literal('string', column.name),
    literal(columns[1]?.type ?? 'int', BigInt(i)),
    literal('string', DOTNET[column.type] ?? ''),
    literal('string', column.type),
    literal('long', BigInt(i)),
  ]);
  return {
    rel: { op: 'values', columns: [...columns, ordinal], rows },
    columns,
    order: byOrdinal(ordinal),
    serialized: true,
  };
}

/** `getschema kind=csl`: the columns as a query or a command declares them, in one text. */
function cslSchema(columns: readonly PlanColumn[], input: Relation): Relation {
  const text = input.columns
    .map(({ name, type }) => `${/^[A-Za-z_]\w*$/.test(name) ? name : `['${name}']`}:${type}`)
    .join(',');
  return {
    rel: { op: 'values', columns, rows: [[literal('string', text)]] },
    columns,
    order: [],
    serialized: false,
  };
}

/** `consume`: the rows are read and none is given. */
export function consume(_: Builder, __: SyntaxNode, input: Relation): Relation {
  return { ...input, rel: { op: 'filter', input: input.rel, predicate: literal('bool', false) } };
}

/** `assert-schema`: the input as it is, where it has these columns in this order. */
export function assertSchema(_: Builder, node: SyntaxNode, input: Relation): Relation {
  const asserted = list(part(node, 'Schema'), 'Columns').map((column) => ({
    name: nameText(part(column, 'Name')),
    type: typeNamed(tokenText(part(column, 'Type')), column),
  }));
  const same =
    asserted.length === input.columns.length &&
    asserted.every(({ name, type }, i) => input.columns[i]?.name === name && input.columns[i].type === type);
  if (!same) throw invalid('schema-asserted', 'The columns are not those that are asserted.', node);
  return input;
}

/** `invoke f(…)`: the input is the function's first argument. */
export function invoke(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const call = part(node, 'Function');
  const expansion = call.expansion;
  if (!expansion)
    throw refuse('function-not-supported', `${nameText(part(call, 'Name'))} cannot be invoked here.`, call);
  const [first, ...others] = expansion.parameters;
  if (!first) throw refuse('incomplete', 'The invoked function takes no table.', call);
  const inner = callScope(builder, call, { ...expansion, parameters: others }, env, (scope) =>
    scope.bind(first.name, { kind: 'table', build: () => input }),
  );
  return builder.table(part(expansion.body, 'Expression'), inner);
}

/** Any n rows, evenly drawn. */
export function sample(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const count = convert(builder.expr(part(node, 'Expression'), env), 'long');
  const random = builder.fresh('$random', 'real');
  const drawn: Expr = {
    kind: 'call',
    type: 'real',
    name: 'rand',
    lower: () => 'random()',
    args: [],
    span: node,
  };
  return {
    ...input,
    rel: {
      op: 'limit',
      input: { op: 'extend', input: input.rel, items: [{ column: random, expr: drawn }] },
      order: [{ column: random, descending: false, nullsFirst: true }],
      count,
    },
  };
}

export function sampleDistinct(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const of = part(node, 'OfExpression');
  const only = distinct(
    builder,
    { ...node, parts: { ...node.parts, Expressions: { ...of, kind: 'List', parts: {}, items: [of] } } },
    input,
    env,
  );
  return sample(builder, node, only, env);
}

/** `top-hitters n of x [by y]`, counted exactly. */
export function topHitters(builder: Builder, node: SyntaxNode, input: Relation, env: Env): Relation {
  const row = { scope: env.scope, row: rowOf(input) };
  const [keyColumn, countColumn] = resultColumns(node);
  const value = builder.expr(part(node, 'OfExpression'), row);
  const by = node.parts['ByClause']
    ? builder.expr(part(node.parts['ByClause'], 'Expression'), row)
    : undefined;
  const key = builder.fresh(keyColumn?.name ?? '', value.type);
  const weightType = by ? (countColumn?.type ?? by.type) : 'long';
  const weight = builder.fresh(countColumn?.name ?? '', weightType);
  const type = weightType === 'real' ? 'DOUBLE' : 'BIGINT';
  const total: Expr = {
    kind: 'call',
    type: weightType,
    name: 'hits',
    span: node,
    args: by ? [by] : [],
    lower: ([x]) => (x === undefined ? 'count(*)' : `coalesce(sum(${x}), 0)::${type}`),
  };
  const count = convert(builder.expr(part(node, 'Expression'), env), 'long');
  const order = [{ column: weight, descending: true, nullsFirst: false }];
  return {
    rel: {
      op: 'limit',
      input: {
        op: 'aggregate',
        input: input.rel,
        keys: [{ column: key, expr: value }],
        aggregates: [{ column: weight, expr: total }],
      },
      order,
      count,
    },
    columns: [key, weight],
    order,
    serialized: true,
  };
}

/** `project-by-names`: the columns whose names are among the texts, in their order. */
export function projectByNames(_: Builder, node: SyntaxNode, input: Relation): Relation {
  const wanted = resultColumns(node);
  if (wanted.length === 0) throw refuse('argument-not-constant', 'The names must be constant.', node);
  return {
    ...input,
    columns: wanted.map(({ name }) => {
      const column = input.columns.find((candidate) => candidate.name === name);
      if (!column) throw refuse('columns-not-matched', `The column ${name} could not be matched.`, node);
      return column;
    }),
  };
}
