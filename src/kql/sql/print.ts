import type { KustoType } from '../../domain/kustoType.ts';
import { sqlType } from '../functions/entry.ts';
import { identifier, quote } from '../functions/quote.ts';
import { type Expr, isConstant, type Literal, mayBeNaN, type PlanColumn } from '../plan/expr.ts';
import type { Assignment, Rel } from '../plan/rel.ts';
import type { Relation } from '../plan/relation.ts';
import { usedColumns } from '../plan/usedColumns.ts';
import { fileTableName, storedTableView } from './names.ts';
import { keepsFewer } from './narrowerSide.ts';
import { printOrder } from './order.ts';

/** A SELECT being put together: what can still be added to it without nesting. */
interface Select {
  readonly items: string;
  readonly from: string;
  readonly where: readonly string[];
  readonly tail: string;
}

/** Always true, which DuckDB does not see: it expects a fifth of the rows. */
const ESTIMATED_AS_FEW = 'random() >= 0';

type Reader = 'nothing' | 'join' | 'row';

/** Prints a plan as one SQL statement; shared parts become materialised CTEs, each printed once. */
export class SqlPrinter {
  private readonly shared = new Map<string, string>();
  private used: ReadonlySet<string> = new Set();
  /** Whether what is printed is read by a join or a condition, or once per row of something, whose columns it may see. */
  private reader: Reader = 'nothing';
  private limits = 0;

  statement(relation: Relation, columns: readonly PlanColumn[], limit?: number): string {
    this.used = usedColumns(relation, columns);
    const order = relation.order.length > 0 ? ` ORDER BY ${printOrder(relation.order)}` : '';
    const body = this.source(relation.rel);
    const list = columns.map((column) => identifier(column.sql)).join(', ');
    const rest = `SELECT ${list} FROM ${body}${order}${limit === undefined ? '' : ` LIMIT ${limit}`}`;
    const ctes = [...this.shared].map(([id, text]) => `${identifier(id)} AS MATERIALIZED (\n${text}\n)`);
    return ctes.length > 0 ? `WITH ${ctes.join(',\n')}\n${rest}` : rest;
  }

  /** A relation as it stands in FROM. */
  private source(rel: Rel): string {
    if (rel.op === 'shared') return this.materialised(rel.id, rel.body);
    // DuckDB 1.5.6 pushes a join's keys into the scans under its inputs, through limits as well, which then take other rows.
    if (rel.op === 'limit' && this.reader === 'join') return this.materialised(`$limit${++this.limits}`, rel);
    return `(${this.text(this.select(rel))})`;
  }

  private materialised(id: string, rel: Rel): string {
    if (!this.shared.has(id)) {
      const text = this.readBy('nothing', () => this.text(this.select(rel)));
      this.shared.set(id, text);
    }
    return identifier(id);
  }

  private readBy<T>(reader: Reader, print: () => T): T {
    const before = this.reader;
    this.reader = reader === 'join' && before === 'row' ? 'row' : reader;
    try {
      return print();
    } finally {
      this.reader = before;
    }
  }

  private text({ items, from, where, tail }: Select): string {
    const condition = where.length > 0 ? ` WHERE ${where.join(' AND ')}` : '';
    return `SELECT ${items}${from === '' ? '' : ` FROM ${from}`}${condition}${tail}`;
  }

  private select(rel: Rel): Select {
    switch (rel.op) {
      case 'scan': {
        const columns = rel.columns
          .filter(({ column }) => this.used.has(column.sql))
          .map(({ column, stored }) => alias(identifier(stored), column));
        const source = rel.file ? fileTableName(rel.table) : storedTableView(rel.table);
        return plain(columns.join(', ') || '1 AS "$one"', source);
      }
      case 'nothing':
        return plain('1 AS "$one"', '');
      case 'values':
        return this.values(rel);
      case 'range':
        return this.range(rel);
      case 'filter':
        return this.filter(rel);
      case 'extend': {
        const items = rel.items.filter(({ column }) => this.used.has(column.sql));
        if (items.length === 0) return plain('*', this.source(rel.input));
        return plain(`*, ${this.assignments(items)}`, this.source(rel.input));
      }
      case 'pick':
        return plain(this.assignments(rel.items), this.source(rel.input));
      case 'aggregate': {
        const list = [...rel.keys, ...rel.aggregates.filter(({ column }) => this.used.has(column.sql))];
        const group = rel.keys.length > 0 ? ` GROUP BY ${rel.keys.map((_, i) => i + 1).join(', ')}` : '';
        const items = list.length > 0 ? this.assignments(list) : 'count(*)';
        return { items, from: this.source(rel.input), where: [], tail: group };
      }
      case 'distinct':
        return plain(`DISTINCT ${this.assignments(rel.items)}`, this.source(rel.input));
      case 'limit': {
        const order = rel.order.length > 0 ? ` ORDER BY ${printOrder(rel.order)}` : '';
        const count = this.expr(rel.count);
        return {
          items: '*',
          from: this.source(rel.input),
          where: [],
          tail: `${order} LIMIT greatest(0, ${count})`,
        };
      }
      case 'join': {
        const on = rel.on ? ` ON ${this.expr(rel.on)}` : '';
        return this.readBy('join', () => {
          const left = this.source(rel.left);
          const few = keepsFewer(rel) ? `(SELECT * FROM ${left} WHERE ${ESTIMATED_AS_FEW})` : left;
          return plain('*', `${few} ${rel.kind} JOIN ${this.source(rel.right)}${on}`);
        });
      }
      case 'union':
        return this.union(rel);
      case 'unnest':
        return this.unnest(rel);
      case 'lateral':
        return plain(
          '*',
          `${this.readBy('join', () => this.source(rel.input))}, LATERAL ${this.readBy('row', () => this.source(rel.body))}`,
        );
      case 'rows':
        return this.rows(rel);
      case 'sequence':
        return this.sequence(rel);
      case 'shared':
        return plain('*', this.source(rel));
    }
  }

  private assignments(items: readonly Assignment[]): string {
    return items.map(({ column, expr }) => alias(this.expr(expr), column)).join(', ');
  }

  private values(rel: Extract<Rel, { op: 'values' }>): Select {
    const names = rel.columns.map((column) => identifier(column.sql)).join(', ');
    if (rel.rows.length === 0) {
      const none = rel.columns.map((column) => alias(`NULL::${sqlType(column.type)}`, column));
      return { items: none.join(', '), from: '', where: ['false'], tail: '' };
    }
    const [first = []] = rel.rows;
    if (rel.rows.length === 1)
      return plain(
        first.map((expr, i) => alias(this.cell(expr, rel.columns[i]), rel.columns[i])).join(', '),
        '',
      );
    const rows = rel.rows.map(
      (row) => `(${row.map((expr, i) => this.cell(expr, rel.columns[i])).join(', ')})`,
    );
    return plain('*', `(VALUES ${rows.join(', ')}) v(${names})`);
  }

  private cell(expr: Expr, column: PlanColumn | undefined): string {
    const text = this.expr(expr);
    if (!column || expr.kind === 'literal') return text;
    // A decimal may have more digits before its point than the type has room for, where it has none after it.
    return column.type === 'decimal' && expr.type === 'decimal' ? text : `(${text})::${sqlType(column.type)}`;
  }

  private range(rel: Extract<Rel, { op: 'range' }>): Select {
    const [from, to, step] = [rel.from, rel.to, rel.step].map((expr) => this.expr(expr));
    const real = rel.column.type === 'real' || rel.column.type === 'decimal';
    const count = real
      ? `CASE WHEN ${step} <> 0 THEN floor((${to} - ${from}) / ${step} + 1e-10)::BIGINT + 1 ELSE 0 END`
      : `CASE WHEN ${step} <> 0 AND sign(${to}::BIGINT - ${from}::BIGINT) <> -sign(${step}::BIGINT) THEN (${to}::BIGINT - ${from}::BIGINT) // ${step}::BIGINT + 1 ELSE 0 END`;
    const type = sqlType(rel.column.type);
    return plain(
      `${alias(`(${from} + n * ${step})::${type}`, rel.column)}, ${alias('n', rel.ordinal)}`,
      [rel.from, rel.to, rel.step].every(isConstant)
        ? `range(0, greatest(0, ${count})) numbers(n)`
        : `(SELECT unnest(range(0, greatest(0, ${count}))) AS n)`,
    );
  }

  private filter(rel: Extract<Rel, { op: 'filter' }>): Select {
    const predicate = this.predicate(rel.predicate);
    if (rel.input.op === 'filter' || rel.input.op === 'scan') {
      const inner = this.select(rel.input);
      if (rel.input.op === 'filter') return { ...inner, where: [...inner.where, predicate] };
    }
    const from = this.readBy('join', () => this.source(rel.input));
    return { items: '*', from, where: [predicate], tail: '' };
  }

  /** Where null counts as false, plain `=` does and lets the database use its statistics. */
  private predicate(expr: Expr): string {
    if (expr.kind === 'call' && expr.name === 'AndExpression')
      return expr.args.map((arg) => this.predicate(arg)).join(' AND ');
    if (expr.kind === 'call' && expr.name === 'OrExpression')
      return `(${expr.args.map((arg) => this.predicate(arg)).join(' OR ')})`;
    if (expr.kind === 'call' && expr.name === 'EqualExpression' && !expr.args.every(mayBeNaN))
      return expr.args.map((arg) => this.expr(arg)).join(' = ');
    return this.expr(expr);
  }

  private union(rel: Extract<Rel, { op: 'union' }>): Select {
    const columns = rel.columns.filter((column) => this.used.has(column.sql));
    const parts = rel.inputs.map((input) => {
      const list = columns.map((column) => {
        const value = input.values.get(column);
        const none =
          column.type === 'string' && !column.name.startsWith('$rowkey')
            ? "''"
            : `NULL::${sqlType(column.type)}`;
        return alias(value ? this.expr(value) : none, column);
      });
      return `SELECT ${list.join(', ') || '1 AS "$one"'} FROM ${this.source(input.rel)}`;
    });
    return plain('*', `(${parts.join(' UNION ALL ')})`);
  }

  private unnest(rel: Extract<Rel, { op: 'unnest' }>): Select {
    const lists = rel.lists.map(({ list }, i) => `${this.expr(list)} AS ${identifier(`$list${i}`)}`);
    const longest = rel.lists.map((_, i) => `len(${identifier(`$list${i}`)})`).join(', ');
    const inner = `(SELECT *, ${lists.join(', ')} FROM ${this.source(rel.input)})`;
    const excluded = rel.lists.map((_, i) => identifier(`$list${i}`)).join(', ');
    const elements = rel.lists.map(({ column }, i) =>
      alias(`nullif(unnest(${identifier(`$list${i}`)})::VARCHAR, 'null')`, column),
    );
    const ordinal = this.used.has(rel.ordinal.sql)
      ? [alias(`unnest(range(1, greatest(${longest}) + 1))`, rel.ordinal)]
      : [];
    return plain(`* EXCLUDE (${excluded}), ${[...elements, ...ordinal].join(', ')}`, inner);
  }

  /** Of JSON texts. */
  private jsonArray(elements: readonly Expr[]): string {
    const cells = elements.map((expr) => this.expr(expr));
    return cells.length === 0 ? "'[]'" : `'[' || ${cells.join(" || ',' || ")} || ']'`;
  }

  private rows(rel: Extract<Rel, { op: 'rows' }>): Select {
    const row = this.jsonArray(rel.arguments);
    const options = typeof rel.options === 'string' ? quote(rel.options) : this.jsonArray(rel.options);
    const order = rel.order.length > 0 ? ` ORDER BY ${printOrder(rel.order)}` : '';
    const call = `${rel.function}(coalesce('[' || string_agg(${row}, ','${order}) || ']', '[]'), ${options})`;
    // Named once, so that the function is called once.
    const found = `(SELECT json_extract(${call}, '$[*]') AS found FROM ${this.source(rel.input)})`;
    const raw = `(SELECT unnest(found) AS r, generate_subscripts(found, 1) AS n FROM ${found})`;
    const columns = rel.columns.map((column, i) =>
      alias(fromJson(`json_extract(r, '$[${i}]')`, column), column),
    );
    return plain([...columns, alias('n', rel.ordinal)].join(', '), raw);
  }

  private sequence(rel: Extract<Rel, { op: 'sequence' }>): Select {
    const cells = rel.cells.map((expr) => cellJson(this.expr(expr)));
    const row = cells.length === 0 ? "'[]'" : `'[' || ${cells.join(" || ',' || ")} || ']'`;
    const order = rel.order.length > 0 ? ` ORDER BY ${printOrder(rel.order)}` : '';
    const call = `${rel.function}(coalesce('[' || string_agg(${row}, ','${order}) || ']', '[]'), ${quote(rel.options)})`;
    const all = `(SELECT list(input${order}) AS rows, json_extract(${call}, '$[*]') AS found FROM ${this.source(rel.input)} input)`;
    const each = `(SELECT rows, unnest(found) AS f, generate_subscripts(found, 1) AS n FROM ${all})`;
    const columns = rel.columns.map((column, i) =>
      alias(cellValue(`json_extract_string(f, '$[${i + 1}]')`, column.type), column),
    );
    const taken = "unnest(rows[json_extract(f, '$[0]')::BIGINT + 1])";
    return plain([taken, ...columns, alias('n', rel.ordinal)].join(', '), each);
  }

  expr(expr: Expr): string {
    switch (expr.kind) {
      case 'column':
        return identifier(expr.column.sql);
      case 'literal':
        return printLiteral(expr);
      case 'call':
        return atomic(
          expr.lower(
            expr.args.map((arg) => this.expr(arg)),
            expr,
          ),
        );
      case 'window': {
        const args = expr.args.map((arg) => this.expr(arg));
        const partition =
          expr.partition.length > 0
            ? `PARTITION BY ${expr.partition.map((arg) => this.expr(arg)).join(', ')} `
            : '';
        const order = expr.order.length > 0 ? `ORDER BY ${printOrder(expr.order)} ` : '';
        return `${expr.lower(args)} OVER (${partition}${order}${expr.frame ?? ''})`;
      }
      case 'subquery':
        return `(SELECT ${identifier(expr.column.sql)} FROM ${this.source(expr.rel)})`;
    }
  }
}

/** In parentheses unless it is one already or a call, so that it can stand before a cast or an operator. */
function atomic(text: string): string {
  if (!/^[\w.]*\(/.test(text)) return /^[\w".$]+$/.test(text) ? text : `(${text})`;
  let depth = 0;
  let quoted = '';
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    if (quoted !== '') {
      if (c === quoted) quoted = '';
    } else if (c === "'" || c === '"') quoted = c;
    else if (c === '(') depth++;
    else if (c === ')' && --depth === 0) return i === text.length - 1 ? text : `(${text})`;
  }
  return `(${text})`;
}

function plain(items: string, from: string): Select {
  return { items, from, where: [], tail: '' };
}

function alias(text: string, column: PlanColumn | undefined): string {
  if (!column) return text;
  const name = identifier(column.sql);
  return text === name ? name : `${text} AS ${name}`;
}

function fromJson(json: string, column: PlanColumn): string {
  const text = `nullif(${json}::VARCHAR, 'null')`;
  switch (column.type) {
    case 'dynamic':
      return text;
    case 'string':
      return `coalesce(json_extract_string(${json}, '$'), '')`;
    case 'guid':
      return `json_extract_string(${json}, '$')::UUID`;
    case 'decimal':
      return `TRY_CAST(json_extract_string(${json}, '$') AS ${sqlType(column.type)})`;
    case 'real':
      return `kql_real_of_dynamic(${text})`;
    case 'bool':
    case 'int':
    case 'long':
    case 'datetime':
    case 'timespan':
      return `TRY_CAST(${text} AS ${sqlType(column.type)})`;
  }
}

/** A cell as a JSON text, or null, from which `cellValue` makes the value again. */
function cellJson(text: string): string {
  return `coalesce(to_json((${text})::VARCHAR)::VARCHAR, 'null')`;
}

function cellValue(text: string, type: KustoType): string {
  if (type === 'string') return `coalesce(${text}, '')`;
  return type === 'dynamic' ? text : `(${text})::${sqlType(type)}`;
}

/** A sign binds less than the cast that follows. */
function signed(text: string): string {
  return text.startsWith('-') ? `(${text})` : text;
}

function printLiteral({ type, value }: Literal): string {
  if (value === null) return type === 'string' ? "''" : `NULL::${sqlType(type)}`;
  switch (typeof value) {
    case 'bigint':
      return `${signed(value.toString())}::${type === 'int' ? 'INTEGER' : 'BIGINT'}`;
    case 'number':
      if (Number.isNaN(value)) return "'nan'::DOUBLE";
      if (Object.is(value, -0)) return "'-0'::DOUBLE";
      return Number.isFinite(value)
        ? `${signed(String(value))}::DOUBLE`
        : value > 0
          ? "'inf'::DOUBLE"
          : "'-inf'::DOUBLE";
    case 'boolean':
      return String(value);
    default:
      return type === 'string' || type === 'dynamic' ? quote(value) : `${quote(value)}::${sqlType(type)}`;
  }
}
