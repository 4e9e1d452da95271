import type { Expr } from '../plan/expr.ts';
import type { Rel } from '../plan/rel.ts';

type Join = Extract<Rel, { op: 'join' }>;

/**
 * Whether the rows that a semi or anti join keeps or drops are picked by more conditions than those that they are looked up
 * in. DuckDB takes a table's filters for one, however many there are, and then makes its hash table of the larger side.
 */
export function keepsFewer({ kind, left, right }: Join): boolean {
  if (kind !== 'SEMI' && kind !== 'ANTI') return false;
  const [of, among] = [conditions(left), conditions(right)];
  return of !== undefined && among !== undefined && of > among;
}

/** Conditions on a stored table's rows but for those on its times; undefined of what is more than filtered rows of a table. */
function conditions(rel: Rel): number | undefined {
  switch (rel.op) {
    case 'scan':
      return 0;
    case 'extend':
    case 'pick':
      return conditions(rel.input);
    case 'filter': {
      const before = conditions(rel.input);
      return before === undefined ? undefined : before + picking(rel.predicate);
    }
    default:
      return undefined;
  }
}

function picking(predicate: Expr): number {
  if (predicate.kind !== 'call') return 0;
  if (predicate.name === 'AndExpression') return predicate.args.reduce((sum, arg) => sum + picking(arg), 0);
  return predicate.args.some(({ type }) => type === 'datetime') ? 0 : 1;
}
