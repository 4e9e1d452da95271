import { refuse } from '../diagnostics.ts';
import type { SyntaxNode } from '../syntax/node.ts';
import { nameText, part, tokenText } from './access.ts';
import type { Builder, Env } from './builder.ts';
import { type Expr, literal } from './expr.ts';
import { literalOf } from './literals.ts';
import type { Relation } from './relation.ts';

/** What the service gives of an answer at most, unless the query sets it otherwise. */
export interface Limits {
  readonly rows: number;
  /** Of the rows as JSON. */
  readonly bytes: number;
}

/** What a query's `set` statements ask for, of what changes its answer. */
export interface RequestProperties {
  readonly limits: Limits;
  /** Ticks: what now() is. */
  readonly now?: bigint;
  /** Rows of the answer at most, without a mark that there are more. */
  readonly mostRecords?: bigint;
  /** Literals: the size and the fixed point of bin_auto(). */
  readonly binSize?: SyntaxNode;
  readonly binAt?: SyntaxNode;
}

const SERVICE_LIMITS: Limits = { rows: 500_000, bytes: 64 << 20 };

export const NO_LIMITS: Limits = { rows: Infinity, bytes: Infinity };

/** Documented properties that would change the answer, and what to write instead. */
const REFUSED: Readonly<Record<string, string>> = {
  query_cursor_scoped_tables: 'Use a condition over TimeGenerated.',
  query_datetimescope_column: 'Use where over the column.',
  query_datetimescope_from: 'Use where over the column.',
  query_datetimescope_to: 'Use where over the column.',
  query_results_apply_getschema: 'End the query with getschema.',
  validatepermissions: 'Leave it out.',
};

/** Properties that are not here change how the service works, not what it answers. */
export function requestProperties(statements: readonly SyntaxNode[]): RequestProperties {
  return statements
    .filter(({ kind }) => kind === 'SetOptionStatement')
    .reduce<RequestProperties>(withProperty, { limits: SERVICE_LIMITS });
}

function withProperty(properties: RequestProperties, statement: SyntaxNode): RequestProperties {
  const { limits } = properties;
  const name = nameText(part(statement, 'Name')).toLowerCase();
  const given = statement.parts['ValueClause']?.parts['Expression'];
  const text = given ? tokenText(given) : '';
  const number = /^\d+$/.test(text) ? BigInt(text) : undefined;
  const rewrite = REFUSED[name];
  if (rewrite !== undefined && text.toLowerCase() !== 'false')
    throw refuse('property-not-supported', `set ${name} is not supported.`, statement, rewrite);
  switch (name) {
    case 'notruncation':
      return text.toLowerCase() === 'false' ? properties : { ...properties, limits: NO_LIMITS };
    case 'truncationmaxrecords':
    case 'truncation_max_records':
      return number === undefined
        ? properties
        : { ...properties, limits: { ...limits, rows: Number(number) } };
    case 'truncationmaxsize':
    case 'truncation_max_size':
      return number === undefined
        ? properties
        : { ...properties, limits: { ...limits, bytes: Number(number) } };
    case 'query_take_max_records':
      return { ...properties, mostRecords: valid(number, statement, 'a number of rows') };
    case 'query_now':
      return { ...properties, now: valid(given && momentOf(given), statement, 'a datetime') };
    case 'query_bin_auto_size':
      return given ? { ...properties, binSize: given } : properties;
    case 'query_bin_auto_at':
      return given ? { ...properties, binAt: given } : properties;
    case 'query_language':
      if (/^["']?(csl|kql)["']?$/i.test(text)) return properties;
      throw refuse('property-not-supported', 'A query can only be written in KQL here.', statement);
    default:
      return properties;
  }
}

function valid<T>(value: T | undefined, statement: SyntaxNode, wanted: string): T {
  if (value !== undefined) return value;
  throw refuse(
    'property-not-supported',
    `set ${nameText(part(statement, 'Name'))} needs ${wanted}.`,
    statement,
  );
}

function momentOf(node: SyntaxNode): bigint | undefined {
  if (node.kind !== 'DateTimeLiteralExpression') return undefined;
  const { value } = literalOf(node);
  return typeof value === 'bigint' ? value : undefined;
}

/** The rows that a query gives where it asks for so many at most. */
export function mostRecords(relation: Relation, { mostRecords: most }: RequestProperties): Relation {
  if (most === undefined) return relation;
  const count = literal('long', most);
  return { ...relation, rel: { op: 'limit', input: relation.rel, order: relation.order, count } };
}

/** `bin_auto(x)`: bins of the size and through the point that the query sets. */
export function binAuto(
  builder: Builder,
  { binSize, binAt }: RequestProperties,
  value: Expr,
  env: Env,
  node: SyntaxNode,
): Expr {
  if (!binSize)
    throw refuse(
      'argument-not-exact',
      'bin_auto() needs a size that the query sets.',
      node,
      'Begin with set query_bin_auto_size = 1h; or use bin().',
    );
  const size = builder.expr(binSize, env);
  const whole = value.type === 'real' ? literal('real', 0) : literal(value.type, 0n);
  const fixed = binAt ? builder.expr(binAt, env) : whole;
  const spans = value.type === 'datetime' || value.type === 'timespan';
  if (spans ? size.type !== 'timespan' || fixed.type !== value.type : !isNumber(size) || !isNumber(fixed))
    throw refuse(
      'argument-not-exact',
      `bin_auto() of ${value.type} with a size of ${size.type} at ${fixed.type} is not supported.`,
      node,
      'Use bin_at().',
    );
  const type = [size, fixed].some((each) => each.type === 'real') ? 'real' : value.type;
  return builder.call('bin_at', type, [value, size, fixed], node);
}

function isNumber({ type }: Expr): boolean {
  return type === 'int' || type === 'long' || type === 'real';
}
