import type { Expr } from './expr.ts';
import type { Assignment, Rel } from './rel.ts';

/** A node with its inputs replaced, and then its expressions; subqueries in them are left to `onExpr`. */
export function mapRel(rel: Rel, onInput: (input: Rel) => Rel, onExpr: (expr: Expr) => Expr): Rel {
  const assigned = (items: readonly Assignment[]): Assignment[] =>
    items.map((item) => ({ ...item, expr: onExpr(item.expr) }));
  switch (rel.op) {
    case 'nothing':
    case 'scan':
      return rel;
    case 'values':
      return { ...rel, rows: rel.rows.map((row) => row.map(onExpr)) };
    case 'range':
      return { ...rel, from: onExpr(rel.from), to: onExpr(rel.to), step: onExpr(rel.step) };
    case 'filter': {
      const input = onInput(rel.input);
      return { ...rel, input, predicate: onExpr(rel.predicate) };
    }
    case 'extend':
    case 'pick':
    case 'distinct': {
      const input = onInput(rel.input);
      return { ...rel, input, items: assigned(rel.items) };
    }
    case 'aggregate': {
      const input = onInput(rel.input);
      return { ...rel, input, keys: assigned(rel.keys), aggregates: assigned(rel.aggregates) };
    }
    case 'limit': {
      const input = onInput(rel.input);
      return { ...rel, input, count: onExpr(rel.count) };
    }
    case 'join': {
      const [left, right] = [onInput(rel.left), onInput(rel.right)];
      return { ...rel, left, right, ...(rel.on && { on: onExpr(rel.on) }) };
    }
    case 'union': {
      const inputs = rel.inputs.map((input) => ({
        rel: onInput(input.rel),
        values: new Map([...input.values].map(([column, value]) => [column, onExpr(value)])),
      }));
      return { ...rel, inputs };
    }
    case 'unnest': {
      const input = onInput(rel.input);
      return { ...rel, input, lists: rel.lists.map((item) => ({ ...item, list: onExpr(item.list) })) };
    }
    case 'lateral': {
      const input = onInput(rel.input);
      return { ...rel, input, body: onInput(rel.body) };
    }
    case 'rows': {
      const input = onInput(rel.input);
      return { ...rel, input, arguments: rel.arguments.map(onExpr) };
    }
    case 'sequence': {
      const input = onInput(rel.input);
      return { ...rel, input, cells: rel.cells.map(onExpr) };
    }
    case 'shared':
      return { ...rel, body: onInput(rel.body) };
  }
}

/** An expression whose subqueries read other relations. */
export function mapSubqueries(expr: Expr, onRel: (rel: Rel) => Rel): Expr {
  const within = (arg: Expr): Expr => mapSubqueries(arg, onRel);
  switch (expr.kind) {
    case 'column':
    case 'literal':
      return expr;
    case 'call':
      return { ...expr, args: expr.args.map(within) };
    case 'window':
      return { ...expr, args: expr.args.map(within), partition: expr.partition.map(within) };
    case 'subquery':
      return { ...expr, rel: onRel(expr.rel) };
  }
}
