import type { KustoType } from '../../domain/kustoType.ts';
import { refuse } from '../diagnostics.ts';
import type { AggregateContext } from '../functions/aggregateEntry.ts';
import { filtered, unmark } from '../functions/aggregates.ts';
import { aggregateEntry } from '../functions/table.ts';
import { printOrder } from '../sql/order.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { convertArguments } from './calls.ts';
import { type Expr, isConstant } from './expr.ts';
import type { Assignment } from './rel.ts';
import type { Relation } from './relation.ts';

/** A result column of summarize: aggregates under fresh names, and the value over them. */
export interface AggregateValue {
  readonly aggregates: readonly Assignment[];
  readonly expr: Expr;
}

/** One aggregate as an expression that only an `aggregate` node may hold. */
export function aggregateExpr(
  name: string,
  type: KustoType,
  args: readonly Expr[],
  input: Relation,
  node: SyntaxNode,
  filter?: Expr,
): Expr {
  const entry = aggregateEntry(name);
  if (!entry) throw refuse('function-not-supported', `The aggregate ${name} is not supported.`, node);
  const converted = convertArguments(entry.parameters, args, type, node);
  // How many values are kept, or how exactly they are counted: Kusto takes a constant only.
  const varying = converted.find((arg, i) => entry.parameters[i] === 'long?' && !isConstant(arg));
  if (varying)
    throw refuse('argument-not-constant', `The optional argument of ${name}() must be a constant.`, node);
  const context: AggregateContext = {
    order: input.order.length > 0 ? ` ORDER BY ${printOrder(input.order)}` : '',
    type,
    argTypes: args.map((arg) => arg.type),
    constants: converted.map((arg) => (arg.kind === 'literal' ? arg.value : undefined)),
  };
  const objection = entry.check?.(context);
  if (objection !== undefined) throw refuse('argument-not-exact', objection, node);
  return {
    kind: 'call',
    type,
    name,
    lower: (printed) => {
      const own = printed.slice(0, converted.length);
      const text = entry.lower(own, context);
      return unmark(filter ? filtered(text, printed[converted.length] ?? 'true') : text);
    },
    args: filter ? [...converted, filter] : converted,
    order: input.order,
    ...(entry.approximate !== undefined && { approximate: entry.approximate }),
    elementOrder: entry.ofRows === true ? 'ofRows' : 'irrelevant',
    span: node,
  };
}
