import { refuse, type Span } from '../diagnostics.ts';
import type { Expr, PlanColumn } from './expr.ts';
import type { Assignment, Rel } from './rel.ts';

/** What is to be said of a column's values beyond their type. */
interface Marks {
  /** Their bound, where they are approximate by nature. */
  readonly approximate?: string;
  /** Set where they depend on an order that Kusto does not define: inside of each value, or only among the rows. */
  readonly unordered?: { readonly where: 'inside' | 'rows'; readonly span: Span };
}

const NONE: Marks = {};

/** Functions of an array whose result is the same in whatever order its elements are. */
const OF_ANY_ORDER = new Set([
  'array_length',
  'array_sort_asc',
  'array_sort_desc',
  'array_sum',
  'gettype',
  'isempty',
  'isnotempty',
  'isnotnull',
  'isnull',
  'set_has_element',
]);

/**
 * The bounds of the shown columns that are approximate, by their SQL names. Refuses an answer that would show an
 * array whose order is the service's own secret; expanded, counted or sorted it is fine.
 */
export function approximations(rel: Rel, shown: readonly PlanColumn[]): ReadonlyMap<string, string> {
  const marker = new Marker();
  marker.visit(rel);
  const found = new Map<string, string>();
  for (const column of shown) {
    const { approximate, unordered } = marker.of(column);
    if (approximate !== undefined) found.set(column.sql, approximate);
    if (unordered?.where === 'inside')
      throw refuse(
        'order-not-defined',
        `The order inside of ${column.name} is not defined.`,
        unordered.span,
        'Expand the array with mv-expand, or sort it with array_sort_asc().',
      );
  }
  return found;
}

class Marker {
  private readonly marks = new Map<string, Marks>();
  private readonly visited = new Set<string>();

  of(column: PlanColumn): Marks {
    return this.marks.get(column.sql) ?? NONE;
  }

  visit(rel: Rel): void {
    switch (rel.op) {
      case 'nothing':
      case 'range':
        return;
      case 'scan':
        for (const { column, approximate } of rel.columns)
          if (approximate !== undefined) this.add(column, { approximate });
        return;
      case 'values':
        rel.columns.forEach((column, i) =>
          this.add(column, merged(rel.rows.flatMap((row) => (row[i] ? [this.expr(row[i])] : [])))),
        );
        return;
      case 'filter':
      case 'limit':
        this.visit(rel.input);
        return;
      case 'extend':
      case 'pick':
      case 'distinct':
        this.visit(rel.input);
        this.assign(rel.items);
        return;
      case 'aggregate':
        this.visit(rel.input);
        this.assign([...rel.keys, ...rel.aggregates]);
        return;
      case 'join':
        this.visit(rel.left);
        this.visit(rel.right);
        return;
      case 'union':
        for (const { rel: input, values } of rel.inputs) {
          this.visit(input);
          for (const [column, expr] of values) this.add(column, merged([this.of(column), this.expr(expr)]));
        }
        return;
      case 'unnest':
        this.visit(rel.input);
        for (const { column, list } of rel.lists) this.add(column, loosened(this.expr(list)));
        return;
      case 'lateral':
        this.visit(rel.input);
        this.visit(rel.body);
        return;
      case 'rows':
        this.visit(rel.input);
        for (const column of rel.columns)
          this.add(column, {
            ...merged(
              [...rel.arguments, ...(typeof rel.options === 'string' ? [] : rel.options)].map((argument) =>
                this.expr(argument),
              ),
            ),
            ...(rel.approximate !== undefined && { approximate: rel.approximate }),
          });
        return;
      case 'sequence':
        this.visit(rel.input);
        for (const column of rel.columns) this.add(column, merged(rel.cells.map((cell) => this.expr(cell))));
        return;
      case 'shared':
        if (this.visited.has(rel.id)) return;
        this.visited.add(rel.id);
        this.visit(rel.body);
        return;
    }
  }

  private assign(items: readonly Assignment[]): void {
    for (const { column, expr } of items) this.add(column, this.expr(expr));
  }

  private add(column: PlanColumn, marks: Marks): void {
    if (marks.approximate !== undefined || marks.unordered) this.marks.set(column.sql, marks);
  }

  private expr(expr: Expr): Marks {
    switch (expr.kind) {
      case 'literal':
        return NONE;
      case 'column':
        return this.of(expr.column);
      case 'window':
        return merged(expr.args.map((arg) => this.expr(arg)));
      case 'subquery':
        this.visit(expr.rel);
        return this.of(expr.column);
      case 'call': {
        const { unordered, ...own } = merged([
          ...(expr.approximate === undefined ? [] : [{ approximate: expr.approximate }]),
          ...expr.args.map((arg) => this.expr(arg)),
        ]);
        const order = this.orderOf(expr, unordered);
        return { ...own, ...(order && { unordered: order }) };
      }
    }
  }

  private orderOf(call: Extract<Expr, { kind: 'call' }>, given: Marks['unordered']): Marks['unordered'] {
    if (OF_ANY_ORDER.has(call.name)) return undefined;
    switch (call.elementOrder) {
      case 'undefined':
        return { where: 'inside', span: call.span };
      case 'irrelevant':
        return undefined;
      case 'ofRows':
        return given && { where: 'inside', span: given.span };
      default:
        return given;
    }
  }
}

/** An array's elements as rows: what was free inside is free among the rows. */
function loosened({ unordered, ...rest }: Marks): Marks {
  return unordered ? { ...rest, unordered: { where: 'rows', span: unordered.span } } : rest;
}

function merged(all: readonly Marks[]): Marks {
  const bounds = [
    ...new Set(all.flatMap(({ approximate }) => (approximate === undefined ? [] : [approximate]))),
  ];
  const inside = all.find(({ unordered }) => unordered?.where === 'inside');
  const unordered = inside?.unordered ?? all.find((marks) => marks.unordered)?.unordered;
  return {
    ...(bounds.length > 0 && { approximate: bounds.join(' ') }),
    ...(unordered && { unordered }),
  };
}
