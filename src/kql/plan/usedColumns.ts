import type { Expr, PlanColumn } from './expr.ts';
import type { Assignment, Rel, SortKey } from './rel.ts';
import type { Relation } from './relation.ts';

/**
 * The SQL names that something reads. Names are unique in a plan, so one set says for every node which of the columns
 * that it could make are wanted; wide tables and unions of many are printed with those only.
 */
export function usedColumns(relation: Relation, shown: readonly PlanColumn[]): ReadonlySet<string> {
  const used = new Set(shown.map((column) => column.sql));
  for (const key of relation.order) used.add(key.column.sql);
  // A shared part may be visited before all that read it: again until nothing is added.
  for (let before = -1; before !== used.size; ) {
    before = used.size;
    visit(relation.rel, used, new Set());
  }
  return used;
}

function visit(rel: Rel, used: Set<string>, shared: Set<string>): void {
  const expr = (value: Expr): void => visitExpr(value, used, shared);
  const wanted = (items: readonly Assignment[]): void => {
    for (const item of items) if (used.has(item.column.sql)) expr(item.expr);
  };
  const all = (items: readonly Assignment[]): void => {
    for (const item of items) expr(item.expr);
  };
  switch (rel.op) {
    case 'nothing':
    case 'scan':
      return;
    case 'values':
      rel.rows.flat().forEach(expr);
      return;
    case 'range':
      [rel.from, rel.to, rel.step].forEach(expr);
      return;
    case 'filter':
      expr(rel.predicate);
      visit(rel.input, used, shared);
      return;
    case 'extend':
      wanted(rel.items);
      visit(rel.input, used, shared);
      return;
    case 'pick':
    case 'distinct':
      all(rel.items);
      visit(rel.input, used, shared);
      return;
    case 'aggregate':
      all(rel.keys);
      wanted(rel.aggregates);
      visit(rel.input, used, shared);
      return;
    case 'limit':
      order(rel.order, used);
      expr(rel.count);
      visit(rel.input, used, shared);
      return;
    case 'join':
      if (rel.on) expr(rel.on);
      visit(rel.left, used, shared);
      visit(rel.right, used, shared);
      return;
    case 'union':
      for (const input of rel.inputs) {
        for (const [column, value] of input.values) if (used.has(column.sql)) expr(value);
        visit(input.rel, used, shared);
      }
      return;
    case 'unnest':
      for (const { list } of rel.lists) expr(list);
      visit(rel.input, used, shared);
      return;
    case 'lateral':
      visit(rel.body, used, shared);
      visit(rel.input, used, shared);
      return;
    case 'rows':
      order(rel.order, used);
      rel.arguments.forEach(expr);
      if (typeof rel.options !== 'string') rel.options.forEach(expr);
      visit(rel.input, used, shared);
      return;
    case 'sequence':
      order(rel.order, used);
      rel.cells.forEach(expr);
      visit(rel.input, used, shared);
      return;
    case 'shared':
      if (shared.has(rel.id)) return;
      shared.add(rel.id);
      visit(rel.body, used, shared);
      return;
  }
}

function order(keys: readonly SortKey[], used: Set<string>): void {
  for (const key of keys) used.add(key.column.sql);
}

function visitExpr(expr: Expr, used: Set<string>, shared: Set<string>): void {
  switch (expr.kind) {
    case 'column':
      used.add(expr.column.sql);
      return;
    case 'literal':
      return;
    case 'call':
      for (const arg of expr.args) visitExpr(arg, used, shared);
      // Order-sensitive aggregates print the keys of their input's order.
      for (const key of expr.order ?? []) used.add(key.column.sql);
      return;
    case 'window':
      for (const arg of [...expr.args, ...expr.partition]) visitExpr(arg, used, shared);
      order(expr.order, used);
      return;
    case 'subquery':
      used.add(expr.column.sql);
      visit(expr.rel, used, shared);
      return;
  }
}
