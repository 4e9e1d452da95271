import type { Expr, PlanColumn } from './expr.ts';
import type { Assignment, Rel } from './rel.ts';
import type { Relation } from './relation.ts';

/** The plan for people: one node a line, inputs indented below what reads them. */
export function explainPlan(relation: Relation): string {
  const order = relation.order
    .map((key) => `${key.column.name} ${key.descending ? 'desc' : 'asc'}`)
    .join(', ');
  const head = `show ${names(relation.columns)}${order === '' ? '' : ` order by ${order}`}`;
  return [head, ...lines(relation.rel, 1)].join('\n');
}

function lines(rel: Rel, depth: number): string[] {
  const at = (text: string): string => `${'  '.repeat(depth)}${text}`;
  const below = (...inputs: readonly Rel[]): string[] => inputs.flatMap((input) => lines(input, depth + 1));
  switch (rel.op) {
    case 'nothing':
      return [at('one row')];
    case 'scan':
      return [at(`scan ${rel.table}`)];
    case 'values':
      return [at(`values ${rel.rows.length} rows (${names(rel.columns)})`)];
    case 'range':
      return [at(`range ${rel.column.name}`)];
    case 'filter':
      return [at(`filter ${expression(rel.predicate)}`), ...below(rel.input)];
    case 'extend':
      return [at(`extend ${assignments(rel.items)}`), ...below(rel.input)];
    case 'pick':
      return [at(`pick ${assignments(rel.items)}`), ...below(rel.input)];
    case 'aggregate':
      return [
        at(`aggregate ${assignments(rel.aggregates)} by ${assignments(rel.keys)}`),
        ...below(rel.input),
      ];
    case 'distinct':
      return [at(`distinct ${assignments(rel.items)}`), ...below(rel.input)];
    case 'limit':
      return [at(`limit ${expression(rel.count)}`), ...below(rel.input)];
    case 'join':
      return [
        at(`join ${rel.kind.toLowerCase()}${rel.on ? ` on ${expression(rel.on)}` : ''}`),
        ...below(rel.left, rel.right),
      ];
    case 'union':
      return [at(`union ${names(rel.columns)}`), ...below(...rel.inputs.map((input) => input.rel))];
    case 'unnest':
      return [at(`unnest ${names(rel.lists.map(({ column }) => column))}`), ...below(rel.input)];
    case 'lateral':
      return [at('for each row'), ...below(rel.input, rel.body)];
    case 'rows':
      return [at(`rows through ${rel.function} (${names(rel.columns)})`), ...below(rel.input)];
    case 'sequence':
      return [at(`each row in turn through ${rel.function} (${names(rel.columns)})`), ...below(rel.input)];
    case 'shared':
      return [at(`shared ${rel.id}`), ...below(rel.body)];
  }
}

function names(columns: readonly PlanColumn[]): string {
  return columns.map((column) => column.name).join(', ');
}

function assignments(items: readonly Assignment[]): string {
  return items.map(({ column, expr }) => `${column.name} = ${expression(expr)}`).join(', ');
}

function expression(expr: Expr): string {
  switch (expr.kind) {
    case 'column':
      return expr.column.name;
    case 'literal':
      return typeof expr.value === 'string'
        ? JSON.stringify(expr.value)
        : `${expr.type}(${String(expr.value)})`;
    case 'call':
      return `${expr.name.replace(/Expression$/, '')}(${expr.args.map(expression).join(', ')})`;
    case 'window':
      return `window(${expr.args.map(expression).join(', ')})`;
    case 'subquery':
      return '(subquery)';
  }
}
