import type { Builder } from './builder.ts';
import { type Call, columnExpr, type Expr, hasWindow, type PlanColumn } from './expr.ts';
import { mapRel, mapSubqueries } from './mapRel.ts';
import type { Assignment, Rel } from './rel.ts';
import type { Relation } from './relation.ts';

/** Filters below whose paths into dynamics are columns of a step of their own. */
export function withPathColumns(fresh: Builder['fresh'], relation: Relation): Relation {
  const shared = new Map<string, Rel>();
  const visit = (rel: Rel): Rel => {
    const known = rel.op === 'shared' ? shared.get(rel.id) : undefined;
    if (known) return known;
    const mapped = mapRel(rel, visit, inExpr);
    if (mapped.op === 'shared') shared.set(mapped.id, mapped);
    return mapped.op === 'filter' && !hasWindow(mapped.predicate) ? settled(fresh, mapped) : mapped;
  };
  const inExpr = (expr: Expr): Expr => mapSubqueries(expr, visit);
  return { ...relation, rel: visit(relation.rel) };
}

/**
 * A conversion prints its argument several times, and the database reads the JSON as often where that is below a CASE of a
 * filter. As a text a path is read once anyway.
 */
function settled(fresh: Builder['fresh'], { input, predicate }: Extract<Rel, { op: 'filter' }>): Rel {
  const made = new Map<string, Assignment>();
  const columnOf = (call: Call): PlanColumn => {
    const [of, path] = call.args;
    const key = JSON.stringify([
      of?.kind === 'column' ? of.column.sql : '',
      path?.kind === 'literal' ? path.value : '',
    ]);
    const known = made.get(key);
    if (known) return known.column;
    const column = fresh('$path', 'dynamic');
    made.set(key, { column, expr: call });
    return column;
  };
  const replaced = (expr: Expr): Expr => {
    if (expr.kind !== 'call') return expr;
    if (isTextTest(expr)) return afterSearch(expr);
    if (isStoredPath(expr)) return columnExpr(columnOf(expr));
    return { ...expr, args: expr.args.map(replaced) };
  };
  const condition = replaced(predicate);
  const items = [...made.values()];
  return {
    op: 'filter',
    input: items.length === 0 ? input : { op: 'extend', input, items },
    predicate: condition,
  };
}

/** A constant path into a column. */
function isStoredPath(call: Call): boolean {
  const [of, path] = call.args;
  return call.name === 'path' && of?.kind === 'column' && path?.kind === 'literal';
}

/** `text of a path == constant`, for a constant that stands in the JSON's text as it is, or with a backslash before something. */
function isTextTest(call: Call): boolean {
  const [text, value] = call.args;
  return (
    call.name === 'EqualExpression' &&
    jsonOf(text) !== undefined &&
    value?.kind === 'literal' &&
    typeof value.value === 'string' &&
    PLAIN.test(value.value)
  );
}

/** The column whose JSON a text of a path is read from. */
function jsonOf(text: Expr | undefined): Expr | undefined {
  if (text?.kind !== 'call') return undefined;
  if (text.name === 'tostring') return jsonOf(text.args[0]);
  return text.name === 'text_at_path' && text.args[0]?.kind === 'column' ? text.args[0] : undefined;
}

/** With a letter that no number has, and no bag or array, which JSON may write in several ways. */
const PLAIN = /^(?=.*[a-df-zA-DF-Z])[^[{\]}]+$/;

/** Searches the JSON's text before it reads it, which costs a twentieth. */
function afterSearch(test: Call): Call {
  const [text, value] = test.args;
  const json = jsonOf(text);
  if (!json || !value) return test;
  const found: Call = {
    kind: 'call',
    type: 'bool',
    name: 'found',
    lower: ([within = '', wanted = '']) => `(contains(${within}, ${wanted}) OR contains(${within}, '\\'))`,
    args: [json, value],
    span: test.span,
  };
  return {
    kind: 'call',
    type: 'bool',
    name: 'AndExpression',
    lower: ([a = '', b = '']) => `(${a} AND ${b})`,
    args: [found, test],
    span: test.span,
  };
}
