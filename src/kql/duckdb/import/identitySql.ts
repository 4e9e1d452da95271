import type { KustoType } from '../../../domain/kustoType.ts';
import type { Identity, IdentityPart } from '../../../domain/logMapping.ts';

/*
 * A key is `m1~m2;o1;o2`: mandatory parts, then optional ones; `!hash` follows for a further version of an event in
 * one file. A key of place is `digest#record` with `/n` for the n-th row that was unrolled from the record. A value never has these signs.
 */

/** What the conversion knows of the columns and of the fields without one, by their place among all parts. */
export interface KeySources {
  /** Undefined where the batch has no such column. */
  readonly column: (name: string) => { readonly sql: string; readonly type: KustoType } | undefined;
  /** SQL of a field that has no column; undefined where the batch has no such field. */
  readonly field: (part: IdentityPart) => string | undefined;
}

/** SQL of the event's own identity, NULL where the record has none. */
export function identitySql(identity: Identity | undefined, sources: KeySources): string {
  const alternatives = (identity ?? []).flatMap((parts) => {
    const sql = parts.map((part) => ({ part, sql: partSql(part, sources) }));
    const mandatory = sql.filter(({ part }) => !part.optional).map((entry) => entry.sql);
    if (mandatory.includes(undefined)) return [];
    const optional = sql
      .filter(({ part }) => part.optional)
      .map((entry) => ` || ';' || coalesce(az_key_part(${entry.sql ?? 'NULL'}), '')`);
    const key = mandatory.map((value) => `az_key_part(${value ?? 'NULL'})`).join(" || '~' || ");
    return [`(${key})${optional.join('')}`];
  });
  return alternatives.length === 0 ? 'NULL' : `coalesce(${alternatives.join(', ')})`;
}

/** SQL of the key of place, over f, m, n and (when unrolled) sub. */
export function placeKeySql(unrolled: boolean): string {
  const member = "CASE m WHEN '' THEN '' ELSE '.' || substr(md5(m), 1, 8) END";
  return `substr(f, 1, 16) || ${member} || '#' || n${unrolled ? " || '/' || sub" : ''}`;
}

function partSql(part: IdentityPart, sources: KeySources): string | undefined {
  const field = part.path ? sources.field(part) : undefined;
  const column = part.column === undefined ? undefined : sources.column(part.column);
  const value = field ?? column?.sql;
  if (value === undefined) return undefined;
  switch (part.as) {
    case 'text':
      return `nullif(${value}::VARCHAR, '')`;
    case 'milliseconds':
      return `az_milliseconds(${column?.type === 'datetime' ? value : `az_datetime(${value}, NULL)`})::VARCHAR`;
    case 'steps':
      return `nullif(az_steps(${value}), '')`;
  }
}
