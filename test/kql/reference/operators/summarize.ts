import type { SyntaxNode } from '../../../../src/kql/syntax/node.ts';
import { aggregateNamed, isAggregate, type Group } from '../aggregates.ts';
import { compare, groupKey } from '../compare.ts';
import { convert } from '../convert.ts';
import { holds } from '../expression.ts';
import { anyOf, cell, rowEnv } from '../rows.ts';
import type { Env } from '../scope.ts';
import { args, calledName, elements, inner, part } from '../syntax.ts';
import { unknown } from '../unknown.ts';
import { columnsOf, known, nullOf, scalarTypeOf, type Table, type Typed, type Value } from '../values.ts';

/** The rows of one group: indexes into the input, in its order. */
interface Rows {
  readonly by: readonly Value[];
  readonly indexes: number[];
}

export function summarize(node: SyntaxNode, input: Table, env: Env): Table {
  const columns = columnsOf(node);
  const clause = node.parts['ByClause'];
  const keys = clause ? elements(clause, 'Expressions') : [];
  const aggregates = elements(node, 'Aggregates');
  const groups = grouped(input, keys, env);
  const context: Context = { input, env, keys };
  const rows = groups.map(({ by, indexes }) => [
    ...by,
    ...aggregates.flatMap((expression) => columnsOfAggregate(expression, indexes, context)),
  ]);
  if (rows.some((row) => row.length !== columns.length)) throw unknown('the columns of summarize');
  return {
    columns,
    rows: rows.map((row) => row.map((value, c) => value ?? nullOf(columns[c]?.type ?? 'dynamic'))),
  };
}

interface Context {
  readonly input: Table;
  readonly env: Env;
  readonly keys: readonly SyntaxNode[];
}

/** Without keys there is one group, empty input or not. */
function grouped(input: Table, keys: readonly SyntaxNode[], env: Env): Rows[] {
  if (keys.length === 0) return [{ by: [], indexes: input.rows.map((_, i) => i) }];
  const groups = new Map<string, Rows>();
  for (const [i] of input.rows.entries()) {
    const at = rowEnv(input, i, env);
    const values = keys.map((key) => env.world.scalar(key, at));
    const key = JSON.stringify(values.map(({ type, value }) => groupKey(type, value)));
    const group = groups.get(key) ?? { by: values.map(({ value }) => value), indexes: [] };
    group.indexes.push(i);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function columnsOfAggregate(expression: SyntaxNode, indexes: readonly number[], context: Context): Value[] {
  if (expression.kind === 'CompoundNamedExpression') throw unknown('several columns by one expression');
  const call = inner(
    expression.kind === 'SimpleNamedExpression' ? part(expression, 'Expression') : expression,
  );
  const name = calledName(call);
  if (name === 'arg_max' || name === 'arg_min') return extremeRow(call, name, indexes, context);
  if ((name === 'take_any' || name === 'any') && args(call).some((arg) => arg.kind === 'StarExpression'))
    throw unknown('any row');
  if (name === 'take_any' && args(call).length > 1) throw unknown('any row');
  return [cell(context.env.world, () => overGroup(call, indexes, context).value)];
}

/** A scalar expression over the aggregates of one group. */
function overGroup(expression: SyntaxNode, indexes: readonly number[], context: Context): Typed {
  const values = new Map<SyntaxNode, Typed>();
  const visit = (node: SyntaxNode): void => {
    const name = calledName(node);
    if (name !== undefined && isAggregate(node, name))
      values.set(node, oneValue(node, name, indexes, context));
    else for (const child of [...Object.values(node.parts), ...node.items]) visit(child);
  };
  visit(expression);
  if (values.size === 0) throw unknown('a summarize without an aggregate');
  const { world, scope } = context.env;
  return world.scalar(expression, { world, scope, aggregates: values });
}

function oneValue(node: SyntaxNode, name: string, indexes: readonly number[], context: Context): Typed {
  const found = aggregateNamed(name);
  if (!found) throw unknown(`the aggregate ${name}`);
  const { input, env } = context;
  const all = args(node);
  const condition = found.conditionAt === undefined ? undefined : all[found.conditionAt];
  const kept = indexes.filter((i) => !condition || holds(condition, rowEnv(input, i, env)));
  const group: Group = {
    rows: kept.map((i) => {
      const at = rowEnv(input, i, env);
      return all.filter((arg) => arg !== condition).map((arg) => env.world.scalar(arg, at));
    }),
    ranks: input.ranks && kept.map((i) => input.ranks?.[i] ?? 0),
    type: scalarTypeOf(node),
  };
  return { type: group.type, value: convert({ type: group.type, value: found.run(group) }, group.type) };
}

/** The row where the first argument is extreme; where it is null in all rows, any of them. */
function extremeRow(node: SyntaxNode, name: string, indexes: readonly number[], context: Context): Value[] {
  const [by, ...others] = args(node);
  if (!by) throw unknown(`${name} of nothing`);
  const { input, env } = context;
  const sign = name === 'arg_max' ? 1 : -1;
  let best: { value: Typed; rows: number[] } | undefined;
  for (const i of indexes) {
    const value = env.world.scalar(by, rowEnv(input, i, env));
    if (value.type === 'dynamic' || value.type === 'bool' || Number.isNaN(known(value.value)))
      throw unknown(`${name} of such values`);
    const order = !best
      ? 1
      : value.value === null
        ? best.value.value === null
          ? 0
          : -1
        : best.value.value === null
          ? 1
          : (compare(value, best.value) ?? 0) * sign;
    if (order > 0) best = { value, rows: [i] };
    else if (order === 0) best?.rows.push(i);
  }
  if (!best) throw unknown(`${name} of no row`);
  const { value, rows } = best;
  return [value.value, ...others.flatMap((other) => valuesOfRows(other, by, rows, context))];
}

function valuesOfRows(other: SyntaxNode, by: SyntaxNode, rows: readonly number[], context: Context): Value[] {
  const { input, env, keys } = context;
  if (other.kind !== 'StarExpression')
    return [
      cell(env.world, () =>
        anyOf(
          rows.map((i) => env.world.scalar(other, rowEnv(input, i, env)).value),
          'which of equal rows',
        ),
      ),
    ];
  const grouping = [...keys, by].map((key) => (key.kind === 'NameReference' ? key.symbol?.name : undefined));
  return input.columns.flatMap((column, c) =>
    grouping.includes(column.name)
      ? []
      : [
          cell(env.world, () =>
            anyOf(
              rows.map((i) => input.rows[i]?.[c] ?? null),
              'which of equal rows',
            ),
          ),
        ],
  );
}
