import { HIDDEN_COLUMNS } from '../../../domain/eventKey.ts';
import type { Column } from '../../../domain/kustoType.ts';
import type { ColumnMapping, IdentityPart, TableMapping } from '../../../domain/logMapping.ts';
import type { BatchSegment } from '../../../domain/tableLoad.ts';
import { bindColumn, converted } from './columns.ts';
import { Fields } from './fields.ts';
import { identitySql, placeKeySql } from './identitySql.ts';
import { withSegments } from './recordSource.ts';
import { Spellings } from './spellings.ts';
import { name, text } from './sqlText.ts';
import { unrolledKeys, unrolledSql } from './unroll.ts';

/** SQL of a table's rows from the records of a batch. */
export interface RowSql {
  readonly columns: readonly Column[];
  /** All rows that fit: the service's columns, then the hidden ones. */
  readonly rows: string;
  /** `SELECT r`, with `sub` for rows within a record: those whose time cannot be read; undefined where none could be. */
  readonly undated: string | undefined;
  /** Columns for which a value may not fit; `misfits` counts them by segment. */
  readonly fallible: readonly string[];
  /** `SELECT seg, n0, n1 …`: per column of the list, how many values did not fit. */
  misfits(columns: readonly string[]): string;
}

export interface RowRequest {
  readonly mapping: TableMapping;
  readonly columns: readonly ColumnMapping[];
  readonly spellings: Spellings;
  readonly segments: readonly BatchSegment[];
  readonly shape: string;
  /** `SELECT r, raw, d, j` of the table's records, and `sub` where they are within others. */
  readonly records: string;
}

const FALLIBLE: ReadonlySet<string> = new Set([
  'bool',
  'int',
  'long',
  'real',
  'decimal',
  'datetime',
  'timespan',
  'guid',
]);

export function rowSql(request: RowRequest): RowSql {
  const { mapping, segments, shape } = request;
  const fields = new Fields();
  const { unroll } = mapping;
  const spellings = unroll ? unrolledSpellings(unrolledKeys(unroll)) : request.spellings;
  const bound = request.columns.flatMap((column) => bindColumn(column, spellings, fields) ?? []);
  const keyFields = new Map<IdentityPart, string>();
  for (const part of (mapping.identity ?? []).flat()) {
    const path = part.path && spellings.resolve(part.path)[0];
    if (!path) continue;
    fields.want(path, false);
    keyFields.set(part, `k${keyFields.size}`);
  }
  const numbered = unroll
    ? `SELECT r, sub, raw::VARCHAR AS raw, sha256(raw) AS d, raw AS j FROM (${unrolledSql(request.records, unroll, request.spellings)})`
    : request.records;
  const structure = fields.structure();
  const parsed = structure === undefined ? numbered : `SELECT *, ${structure} AS x FROM (${numbered})`;
  const sources = [
    ...bound.map((column, i) => `${column.source()} AS t${i}`),
    ...[...keyFields].map(([part, alias]) => `${keyFieldSql(part, spellings, fields)} AS ${alias}`),
  ];
  const within = mapping.within !== undefined;
  const sub = unroll || within ? ', sub' : '';
  const read = `SELECT r, raw, d${sub}${sources.map((sql) => `, ${sql}`).join('')} FROM (${parsed})`;
  const placed = withSegments(read, segments);
  // A column's own name appears last only: inside, it could be any of the names used here.
  const values = bound.map((column, i) => `${converted(column, `t${i}`, mapping)} AS c${i}`);
  const convertedRows = `SELECT *${values.map((value) => `, ${value}`).join('')} FROM (${placed})`;
  const indexOf = (column: string): number => bound.findIndex((other) => other.column === column);
  const time = bound.findIndex(({ column, type }) => column === mapping.time && type === 'datetime');
  const dated = time < 0 ? 'false' : `c${time} IS NOT NULL`;
  const undatedToo = time < 0 ? '' : ` WHERE ${dated} OR coalesce(t${time}, '') = ''`;
  const fits = within ? ` WHERE ${dated}` : undatedToo;
  const key = identitySql(mapping.identity, {
    column: (column) => {
      const index = indexOf(column);
      const found = bound[index];
      return found && { sql: `c${index}`, type: found.type };
    },
    field: (part) => keyFields.get(part),
  });
  const place = placeKeySql(sub !== '');
  const h = HIDDEN_COLUMNS;
  const out = [
    ...bound.map(({ column }, i) => `c${i} AS ${name(column)}`),
    `${key === 'NULL' ? place : `coalesce(${key}, ${place})`} AS ${name(h.key)}`,
    `raw AS ${name(h.raw)}`,
    `d AS ${name(h.digest)}`,
    `f AS ${name(h.file)}`,
    `m AS ${name(h.member)}`,
    `n::BIGINT AS ${name(h.record)}`,
    `${text(shape)} AS ${name(h.shape)}`,
  ];
  const undated = (): string | undefined => {
    if (within) return `SELECT r, sub FROM (${convertedRows}) WHERE NOT (${dated})`;
    if (time < 0) return undefined;
    return `SELECT DISTINCT r FROM (${convertedRows}) WHERE c${time} IS NULL AND t${time} <> ''`;
  };
  return {
    columns: bound.map(({ column, type }) => ({ name: column, type })),
    rows: `SELECT ${out.join(', ')} FROM (${convertedRows})${fits}`,
    undated: undated(),
    fallible: bound
      .filter(({ type, mapping: { constant } }) => FALLIBLE.has(type) && constant === undefined)
      .map(({ column }) => column),
    misfits: (columns) => {
      const counts = columns.map((column, i) => {
        const index = indexOf(column);
        return `count(*) FILTER (c${index} IS NULL AND trim(t${index}) <> '')::BIGINT AS n${i}`;
      });
      return `SELECT seg, ${counts.join(', ')} FROM (${convertedRows})${fits} GROUP BY seg ORDER BY seg`;
    },
  };
}

function keyFieldSql(part: IdentityPart, spellings: Spellings, fields: Fields): string {
  const path = part.path && spellings.resolve(part.path)[0];
  return path ? fields.textOf(path) : 'NULL';
}

function unrolledSpellings(keys: readonly string[]): Spellings {
  const spellings = new Spellings();
  spellings.add([], keys);
  return spellings;
}
