import type { DuckDBDataChunk } from '@duckdb/node-api';
import { canonicalJson } from '../../../base/canonicalJson.ts';
import { UNIX_EPOCH_TICKS } from '../../../base/ticks.ts';
import type { Column, KustoType } from '../../../domain/kustoType.ts';
import { quote } from '../../functions/quote.ts';
import type { Database } from '../database.ts';
import { cellDecoder } from '../decode.ts';
import { streamChunks } from '../run.ts';
import { spooledName } from './spool.ts';

/** Text of one or more neighbouring columns as the statement gives it, and the JSON that it becomes. */
interface Piece {
  /** Never null. */
  readonly sql: string;
  readonly json: (text: string) => string;
}

/** Between the pieces of a row: JSON has no such character but in an escape. */
const SEPARATOR = 30;
const SEPARATES = String.fromCharCode(SEPARATOR);

/**
 * The canonical JSON line of each row of a spooled answer, in order: what the digest is taken over. What SQL can print as
 * JSON does is printed there, and a row comes as one text: many times faster than value by value.
 */
export async function canonicalLines(
  database: Database,
  file: string,
  columns: readonly Column[],
  rows: number,
  onLines: (lines: readonly string[]) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const pieces = piecesOf(columns);
  const select = `concat_ws(chr(${SEPARATOR}), ${pieces.map(({ sql }) => sql).join(', ')})`;
  await streamChunks(
    database,
    `SELECT ${pieces.length === 0 ? "''" : select} FROM read_parquet(${quote(file.replaceAll('\\', '/'))}) WHERE n < ${rows}`,
    signal,
    (chunk) => onLines(linesOf(chunk, pieces)),
  );
}

function linesOf(chunk: DuckDBDataChunk, pieces: readonly Piece[]): readonly string[] {
  const texts = chunk.getColumnVector(0);
  return Array.from({ length: chunk.rowCount }, (_, row) => {
    const text = String(texts.getItem(row));
    if (pieces.length < 2) return `[${pieces[0]?.json(text) ?? ''}]\n`;
    const parts = text.split(SEPARATES);
    return `[${pieces.map(({ json }, index) => json(parts[index] ?? '')).join(',')}]\n`;
  });
}

function piecesOf(columns: readonly Column[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let ready: string[] = [];
  const finish = (): void => {
    if (ready.length > 0) pieces.push({ sql: `concat_ws(',', ${ready.join(', ')})`, json: String });
    ready = [];
  };
  columns.forEach(({ type }, index) => {
    const name = spooledName(index);
    const sql = jsonSql(name, type);
    if (sql !== undefined) ready.push(sql);
    else {
      finish();
      const decode = cellDecoder(type);
      const read = READ[type] ?? String;
      pieces.push({
        // A text with the separator is no JSON, and what it becomes is none either.
        sql: `replace(coalesce(${name}::VARCHAR, ''), chr(${SEPARATOR}), chr(0))`,
        json: (text) => (text === '' ? 'null' : canonicalJson(decode(read(text)))),
      });
    }
  });
  finish();
  return pieces;
}

/** A value of the database again, of its text; of the others the text is the value. */
const READ: Readonly<Partial<Record<KustoType, (text: string) => unknown>>> = {
  real: (text) => (text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text)),
  timespan: BigInt,
};

const SAFE = Number.MAX_SAFE_INTEGER;

/** SQL that prints a column's cell as its canonical JSON; undefined where only JavaScript prints it that way. */
function jsonSql(name: string, type: KustoType): string | undefined {
  switch (type) {
    case 'string':
      return stringSql(name);
    case 'int':
    case 'long':
      return `coalesce(CASE WHEN ${name} BETWEEN -${SAFE} AND ${SAFE} THEN ${name}::VARCHAR ELSE '"' || ${name} || '"' END, 'null')`;
    case 'bool':
      return `coalesce(${name}::VARCHAR, 'null')`;
    case 'guid':
      return `coalesce('"' || ${name} || '"', 'null')`;
    case 'datetime': {
      const seconds = `make_timestamp((${name} - ${UNIX_EPOCH_TICKS}) // 10000000 * 1000000)`;
      const fraction = `rtrim(printf('.%07d', ${name} % 10000000), '0')`;
      return `coalesce('"' || replace(left(${seconds}::VARCHAR, 19), ' ', 'T') || CASE WHEN ${name} % 10000000 = 0 THEN '' ELSE ${fraction} END || 'Z"', 'null')`;
    }
    case 'decimal': {
      const text = `${name}::VARCHAR`;
      return `coalesce('"' || CASE WHEN contains(${text}, '.') THEN rtrim(rtrim(${text}, '0'), '.') ELSE ${text} END || '"', 'null')`;
    }
    case 'real':
    case 'timespan':
    case 'dynamic':
      return undefined;
  }
}

/** Digits of control characters in an escape, where they have letters. */
const LETTERED = ['0B', '0E', '0F', '1A', '1B', '1C', '1D', '1E', '1F'];

/**
 * to_json prints the digits of control characters in capitals, JavaScript does not. Where the text has a backslash of its own,
 * what looks like such digits may be part of it.
 */
function stringSql(name: string): string {
  const json = `to_json(${name})::VARCHAR`;
  const lowered = LETTERED.reduce(
    (sql, digits) => `replace(${sql}, '\\u00${digits}', '\\u00${digits.toLowerCase()}')`,
    json,
  );
  return `CASE WHEN NOT contains(${json}, '\\u00') THEN ${json}
    WHEN contains(${name}, '\\') THEN ${escapedSql(name)} ELSE ${lowered} END`;
}

/** JSON.stringify's escapes, character by character: slow, and rare. */
function escapedSql(name: string): string {
  let sql = `replace(replace(${name}, '\\', '\\\\'), '"', '\\"')`;
  const short: Readonly<Record<number, string>> = { 8: '\\b', 9: '\\t', 10: '\\n', 12: '\\f', 13: '\\r' };
  for (let code = 0; code < 32; code++) {
    const escape = short[code] ?? `\\u${code.toString(16).padStart(4, '0')}`;
    sql = `replace(${sql}, chr(${code}), '${escape}')`;
  }
  return `'"' || ${sql} || '"'`;
}
