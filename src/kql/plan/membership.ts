import { refuse } from '../diagnostics.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { type Dynamic, parseDynamic, printDynamic } from '../values/dynamic.ts';
import { isTabular, list, part } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { checkedConvert } from './calls.ts';
import { columnExpr, type Expr, type Lowering, literal, mayBeNaN, nullable } from './expr.ts';
import type { Rel } from './rel.ts';

interface Form {
  readonly negative: boolean;
  readonly fold: boolean;
}

/** In Kusto.Language's syntax the kind with `Cs` is `in~`, which folds case. */
const FORMS: Readonly<Record<string, Form>> = {
  InExpression: { negative: false, fold: false },
  InCsExpression: { negative: false, fold: true },
  NotInExpression: { negative: true, fold: false },
  NotInCsExpression: { negative: true, fold: true },
};

/** `x in (…)`, `in~`, `has_any`, `has_all`, each over values, dynamic arrays or a table's first column. */
export function membership(builder: Builder, node: SyntaxNode, env: Env): Expr {
  const left = builder.expr(part(node, 'Left'), env);
  const right = part(node, 'Right');
  const items = list(right, 'Expressions');
  const only = items.length === 1 ? items[0] : undefined;
  const form = operatorForm(node);
  if (only && isTabular(only)) return inTable(builder, node, env, left, only, form);
  const values = items.flatMap((item) => elements(builder.expr(item, env)));
  if (node.kind === 'HasAnyExpression' || node.kind === 'HasAllExpression')
    return hasEach(builder, node, left, values);
  if (!form) throw refuse('expression-not-supported', 'This membership test is not supported.', node);
  return isOneOf(node, left, values, form);
}

function operatorForm(node: SyntaxNode): Form | undefined {
  return FORMS[node.kind];
}

/** A constant array stands for its elements. */
function elements(expr: Expr): Expr[] {
  if (expr.type !== 'dynamic' || expr.kind !== 'literal' || typeof expr.value !== 'string') return [expr];
  const value = parseDynamic(expr.value);
  return Array.isArray(value) ? value.map(ofDynamic) : [expr];
}

function ofDynamic(value: Dynamic): Expr {
  if (typeof value === 'string') return literal('string', value);
  if (typeof value === 'bigint') return literal('long', value);
  if (typeof value === 'number') return literal('real', value);
  if (typeof value === 'boolean') return literal('bool', value);
  return literal('dynamic', value === null ? null : printDynamic(value));
}

function isOneOf(node: SyntaxNode, left: Expr, values: readonly Expr[], form: Form): Expr {
  const firm = left.type === 'dynamic' ? checkedConvert(left, firmType(values), node) : left;
  const arrays = values.filter((value) => value.type === 'dynamic' && value.kind !== 'literal');
  const plain = values
    .filter((value) => !arrays.includes(value))
    .filter((value) => !(value.kind === 'literal' && value.value === null))
    .map((value) => comparable(value, firm, node));
  const lower: Lowering = (args) => {
    const fold = form.fold && firm.type === 'string';
    const cased = (text: string): string => (fold ? `lower(${text})` : text);
    const [x = '', ...rest] = args;
    const listed = rest.slice(0, plain.length).map(cased);
    const tests = listed.length > 0 ? [`${cased(x)} IN (${listed.join(', ')})`] : [];
    for (const array of rest.slice(plain.length))
      tests.push(`kql_array_has(${array}, ${elementJson(firm, x)}, ${String(fold)})`);
    const found = tests.length === 0 ? 'false' : `(${tests.join(' OR ')})`;
    const test = mayBeNaN(firm) && plain.some(mayBeNaN) ? `(${found} AND NOT isnan(${x}))` : found;
    const known = nullable(firm) || arrays.length > 0 ? `coalesce(${test}, false)` : test;
    return form.negative ? `(NOT ${known})` : known;
  };
  return {
    kind: 'call',
    type: 'bool',
    name: node.kind,
    lower,
    args: [firm, ...plain, ...arrays],
    span: node,
  };
}

function elementJson(expr: Expr, text: string): string {
  return expr.type === 'string' || expr.type === 'guid'
    ? `to_json(${text}::VARCHAR)::VARCHAR`
    : expr.type === 'datetime'
      ? `'"' || kql_datetime_text(${text}) || '"'`
      : expr.type === 'timespan'
        ? `'"' || kql_timespan_text(${text}) || '"'`
        : `${text}::VARCHAR`;
}

function firmType(values: readonly Expr[]): Expr['type'] {
  return values.find((value) => value.type !== 'dynamic')?.type ?? 'string';
}

/** Numbers compare as numbers whatever their width; anything else as the left side's type. */
function comparable(value: Expr, left: Expr, node: SyntaxNode): Expr {
  const numbers: readonly Expr['type'][] = ['int', 'long', 'real', 'decimal'];
  if (numbers.includes(value.type) && numbers.includes(left.type)) return value;
  return checkedConvert(value, left.type, node);
}

function hasEach(builder: Builder, node: SyntaxNode, left: Expr, values: readonly Expr[]): Expr {
  const all = node.kind === 'HasAllExpression';
  const join = all ? 'AndExpression' : 'OrExpression';
  const tests = values.map((value) =>
    value.type === 'dynamic' && value.kind !== 'literal'
      ? builder.call(all ? 'array_has_all_terms' : 'array_has_any_term', 'bool', [left, value], node)
      : builder.call('HasExpression', 'bool', [left, value], node),
  );
  const [first, ...rest] = tests;
  if (!first) return literal('bool', all);
  return rest.reduce((sum, test) => builder.call(join, 'bool', [sum, test], node), first);
}

function inTable(
  builder: Builder,
  node: SyntaxNode,
  env: Env,
  left: Expr,
  table: SyntaxNode,
  form: Form | undefined,
): Expr {
  const relation = builder.table(table, { scope: env.scope });
  const [column] = relation.columns;
  if (!column) throw refuse('incomplete', 'A column is needed here.', node);
  if (!form) {
    const name = node.kind === 'HasAllExpression' ? 'array_has_all_terms' : 'array_has_any_term';
    const list: Expr = {
      kind: 'call',
      type: 'dynamic',
      name: 'column_list',
      lower: ([x = '']) => x,
      args: [columnList(builder, relation.rel, column)],
      span: node,
    };
    return builder.call(name, 'bool', [left, list], node);
  }
  const firm =
    left.type === 'dynamic'
      ? checkedConvert(left, column.type === 'dynamic' ? 'string' : column.type, node)
      : left;
  const value = comparable(columnExpr(column), firm, node);
  const wanted = builder.fresh('value', value.type);
  const fold = form.fold && firm.type === 'string';
  const folded: Expr = fold ? builder.call('tolower', 'string', [value], node) : value;
  const rel: Rel = { op: 'pick', input: relation.rel, items: [{ column: wanted, expr: folded }] };
  const set: Expr = { kind: 'subquery', type: wanted.type, rel, column: wanted };
  const lower: Lowering = ([x = '', query = '']) => {
    const found = `${fold ? `lower(${x})` : x} IN ${query}`;
    const test = mayBeNaN(firm) && mayBeNaN(value) ? `(${found} AND NOT isnan(${x}))` : found;
    const known = nullable(firm) || nullable(value) ? `coalesce(${test}, false)` : test;
    return form.negative ? `(NOT ${known})` : known;
  };
  return { kind: 'call', type: 'bool', name: node.kind, lower, args: [firm, set], span: node };
}

/** A table's column as one JSON array. */
function columnList(
  builder: Builder,
  input: Rel,
  column: { name: string } & Parameters<typeof columnExpr>[0],
): Expr {
  const wanted = builder.fresh('values', 'dynamic');
  const json = checkedConvert(columnExpr(column), 'dynamic', { start: 0, length: 0 });
  const lower: Lowering = ([x = '']) => `coalesce('[' || string_agg(${x}, ',') || ']', '[]')`;
  const rel: Rel = {
    op: 'aggregate',
    input,
    keys: [],
    aggregates: [
      {
        column: wanted,
        expr: {
          kind: 'call',
          type: 'dynamic',
          name: 'list',
          lower,
          args: [json],
          span: { start: 0, length: 0 },
        },
      },
    ],
  };
  return { kind: 'subquery', type: 'dynamic', rel, column: wanted };
}
