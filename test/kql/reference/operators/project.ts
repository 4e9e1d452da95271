import type { SyntaxNode } from '../../../../src/kql/syntax/node.ts';
import { cell, mapRows, rowEnv } from '../rows.ts';
import type { Env } from '../scope.ts';
import { elements, nameOf, part } from '../syntax.ts';
import { unknown } from '../unknown.ts';
import { columnsOf, nullOf, type Table, Undetermined, type Value } from '../values.ts';

export function project(node: SyntaxNode, input: Table, env: Env): Table {
  const columns = columnsOf(node);
  const expressions = elements(node, 'Expressions');
  if (expressions.length !== columns.length) throw unknown('several columns by one expression');
  return mapRows(input, columns, (_, i) => {
    const at = rowEnv(input, i, env);
    return [expressions.map((expression) => cell(env.world, () => env.world.scalar(expression, at).value))];
  });
}

/** New columns after the input's, or in the place of those with their name; each sees the input row only. */
export function extend(node: SyntaxNode, input: Table, env: Env): Table {
  const columns = columnsOf(node);
  const expressions = elements(node, 'Expressions');
  const targets = targetsOf(
    expressions,
    columns.map(({ name }) => name),
    input,
  );
  return mapRows(input, columns, (row, i) => {
    const at = rowEnv(input, i, env);
    const values = new Map<string, Value>(input.columns.map(({ name }, c) => [name, row[c] ?? null]));
    for (const [e, expression] of expressions.entries())
      values.set(
        targets[e] ?? '',
        cell(env.world, () => env.world.scalar(expression, at).value),
      );
    return [
      columns.map(({ name, type }) =>
        values.has(name) ? (values.get(name) ?? nullOf(type)) : new Undetermined('a further value of a call'),
      ),
    ];
  });
}

/** Which result column each expression gives: by its name, or the next one that has no other source. */
function targetsOf(expressions: readonly SyntaxNode[], names: readonly string[], input: Table): string[] {
  const named = expressions.map((expression) => {
    if (expression.kind === 'SimpleNamedExpression') return nameOf(part(expression, 'Name'));
    if (expression.kind === 'NameReference') return nameOf(expression);
    if (expression.kind === 'CompoundNamedExpression') throw unknown('several columns by one expression');
    return undefined;
  });
  const taken = new Set([...input.columns.map(({ name }) => name), ...named]);
  const free = names.filter((name) => !taken.has(name));
  return named.map((name) => {
    const target = name ?? free.shift();
    if (target === undefined) throw unknown('the name of a column');
    return target;
  });
}

/** The binder says which columns are left, and in which order. */
export function projectAway(node: SyntaxNode, input: Table): Table {
  return pick(
    input,
    columnsOf(node).map(({ name }) => name),
  );
}

export function projectByType(node: SyntaxNode, input: Table): Table {
  return projectAway(node, input);
}

function pick(input: Table, names: readonly string[]): Table {
  const places = names.map((name) => input.columns.findIndex((column) => column.name === name));
  const columns = places.map((at) => {
    const column = input.columns[at];
    if (!column) throw unknown('a column from elsewhere');
    return column;
  });
  return mapRows(input, columns, (row) => [places.map((at) => row[at] ?? null)]);
}

/** `new = old`: columns keep their places. */
export function projectRename(node: SyntaxNode, input: Table): Table {
  const renamed = new Map(
    elements(node, 'Expressions').map((expression) => {
      if (expression.kind !== 'SimpleNamedExpression') throw unknown('a rename without a name');
      return [nameOf(part(expression, 'Expression')), nameOf(part(expression, 'Name'))] as const;
    }),
  );
  return {
    ...input,
    columns: input.columns.map(({ name, type }) => ({ name: renamed.get(name) ?? name, type })),
  };
}
