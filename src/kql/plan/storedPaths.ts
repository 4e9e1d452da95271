import { fromTemplate } from '../functions/entry.ts';
import type { Builder } from './builder.ts';
import { type Call, columnExpr, constantText, type Expr, type PlanColumn } from './expr.ts';
import { mapRel } from './mapRel.ts';
import type { Rel } from './rel.ts';
import type { Relation } from './relation.ts';

/** A path into a dynamic column of a table whose values are a column beside it. */
export interface StoredPath {
  readonly column: string;
  /** `$."a"."b"` */
  readonly path: string;
  /** The column with what is stored of the values at the path. */
  readonly stored: string;
}

/** By table. */
export type StoredPaths = ReadonlyMap<string, readonly StoredPath[]>;

/** Reads constant paths into dynamics of a table from the columns that the table stores them in. */
export function withStoredPaths(fresh: Builder['fresh'], stored: StoredPaths, relation: Relation): Relation {
  return stored.size === 0
    ? relation
    : { ...relation, rel: new PathReader(fresh, stored).visit(relation.rel, new Map()).rel };
}

/** Where a dynamic value is read from: a table's column, and the path in it. */
interface Origin {
  readonly scan: ScanOfPaths;
  readonly column: string;
  readonly path: string;
}

/** By the SQL name of the column that has it. */
type Origins = ReadonlyMap<string, Origin>;

interface Visited {
  readonly rel: Rel;
  /** Of columns that stand beside all columns of their scan. */
  readonly origins: Origins;
}

type Scan = Extract<Rel, { op: 'scan' }>;

/** A scan to which columns are added while what reads it is visited. */
class ScanOfPaths {
  readonly rel: Scan;
  private readonly fresh: Builder['fresh'];
  private readonly columns: Scan['columns'][number][];
  private readonly stored: readonly StoredPath[];
  private readonly added = new Map<StoredPath, PlanColumn>();

  constructor(fresh: Builder['fresh'], scan: Scan, stored: readonly StoredPath[]) {
    this.fresh = fresh;
    this.stored = stored;
    this.columns = [...scan.columns];
    this.rel = { ...scan, columns: this.columns };
  }

  origins(): Origins {
    const paths = new Set(this.stored.map(({ column }) => column));
    const within = this.rel.columns.filter(({ stored }) => paths.has(stored));
    return new Map(
      within.map(({ column, stored }) => [column.sql, { scan: this, column: stored, path: '$' }]),
    );
  }

  at(column: string, path: string): PlanColumn | undefined {
    const stored = this.stored.find((item) => item.column === column && item.path === path);
    if (!stored) return undefined;
    const known = this.added.get(stored) ?? this.fresh('$at', 'string');
    if (!this.added.has(stored)) this.columns.push({ column: known, stored: stored.stored });
    this.added.set(stored, known);
    return known;
  }
}

class PathReader {
  private readonly fresh: Builder['fresh'];
  private readonly stored: StoredPaths;
  private readonly shared = new Map<string, Visited>();

  constructor(fresh: Builder['fresh'], stored: StoredPaths) {
    this.fresh = fresh;
    this.stored = stored;
  }

  /** @param outer of the row that a lateral body or a subquery stands in */
  visit(rel: Rel, outer: Origins): Visited {
    if (rel.op === 'scan') return this.scan(rel);
    const known = rel.op === 'shared' ? this.shared.get(rel.id) : undefined;
    if (known) return known;
    const origins = new Map<string, Origin>();
    const seen = (): Origins => new Map([...outer, ...origins]);
    const mapped = mapRel(
      rel,
      (input) => {
        const visited = this.visit(input, seen());
        for (const [name, origin] of visited.origins) origins.set(name, origin);
        return visited.rel;
      },
      (expr) => this.read(expr, seen()),
    );
    if (rel.op === 'extend')
      for (const { column, expr } of rel.items) {
        const origin = originOf(expr, origins);
        if (origin) origins.set(column.sql, origin);
      }
    const visited = { rel: mapped, origins: KEEPS_COLUMNS.has(rel.op) ? origins : new Map() };
    if (rel.op === 'shared') this.shared.set(rel.id, visited);
    return visited;
  }

  private scan(rel: Scan): Visited {
    const stored = rel.file ? [] : (this.stored.get(rel.table) ?? []);
    if (stored.length === 0) return { rel, origins: new Map() };
    const scan = new ScanOfPaths(this.fresh, rel, stored);
    return { rel: scan.rel, origins: scan.origins() };
  }

  private read(expr: Expr, origins: Origins): Expr {
    const within = (arg: Expr): Expr => this.read(arg, origins);
    switch (expr.kind) {
      case 'column':
      case 'literal':
        return expr;
      case 'call':
        return readStored(expr, origins) ?? { ...expr, args: expr.args.map(within) };
      case 'window':
        return { ...expr, args: expr.args.map(within), partition: expr.partition.map(within) };
      case 'subquery':
        return { ...expr, rel: this.visit(expr.rel, origins).rel };
    }
  }
}

/** Nodes above which the columns of their inputs are there. */
const KEEPS_COLUMNS: ReadonlySet<Rel['op']> = new Set<Rel['op']>([
  'filter',
  'extend',
  'limit',
  'join',
  'unnest',
  'lateral',
  'sequence',
  'shared',
]);

/** What is made of a stored value instead of a conversion of the dynamic that it stands for. */
const MADE_OF_STORED: Readonly<Record<string, string>> = {
  path: 'kql_stored_dynamic({0})',
  text_at_path: 'kql_stored_text({0})',
  tostring: 'kql_stored_text({0})',
  tobool: 'kql_bool_of(kql_stored_text({0}))',
  tolong: 'kql_stored_long({0})',
  toint: 'TRY_CAST(kql_stored_long({0}) AS INTEGER)',
  toreal: 'kql_stored_real({0})',
};

function readStored(call: Call, origins: Origins): Expr | undefined {
  const template = MADE_OF_STORED[call.name];
  const origin = template === undefined ? undefined : originOf(readBy(call), origins);
  const column = origin?.scan.at(origin.column, origin.path);
  if (!column || template === undefined) return undefined;
  return {
    kind: 'call',
    type: call.type,
    name: `stored_${call.name}`,
    lower: fromTemplate(template),
    args: [columnExpr(column)],
    span: call.span,
  };
}

/** The dynamic that a call is or converts. */
function readBy(call: Call): Expr | undefined {
  if (call.name === 'path') return call;
  if (call.name === 'text_at_path') return { ...call, name: 'path', type: 'dynamic' };
  return call.args[0]?.type === 'dynamic' ? call.args[0] : undefined;
}

/** Functions that give a dynamic as it is. */
const SAME = new Set(['parse_json', 'todynamic', 'toobject']);

function originOf(expr: Expr | undefined, origins: Origins): Origin | undefined {
  if (expr?.kind === 'column') return origins.get(expr.column.sql);
  if (expr?.kind !== 'call') return undefined;
  const [of, path] = expr.args;
  if (SAME.has(expr.name) && of?.type === 'dynamic') return originOf(of, origins);
  const steps = expr.name === 'path' ? constantText(path) : undefined;
  const origin = steps === undefined ? undefined : originOf(of, origins);
  return origin && steps !== undefined ? { ...origin, path: `${origin.path}${steps.slice(1)}` } : undefined;
}
