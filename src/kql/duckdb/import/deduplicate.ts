import { HIDDEN_COLUMNS } from '../../../domain/eventKey.ts';
import type { Column } from '../../../domain/kustoType.ts';
import type { Sql } from './connection.ts';
import { name, text, textList } from './sqlText.ts';

/** A piece of the import on disk; `rows` are all there are in it. */
export interface Piece {
  readonly path: string;
  readonly rows: number;
}

export interface Deduplicated {
  /** Pieces to commit; those that had to be rewritten are at new paths. */
  readonly pieces: readonly string[];
  /** Parquet of further sightings, where there are any. */
  readonly sources: string | undefined;
}

const h = HIDDEN_COLUMNS;
const KEY = name(h.key);

/**
 * Finds rows whose event the table or an earlier row of the import has already, takes them out of the pieces and
 * keeps them as sightings. Within one file, rows of one event id and different content are versions and stay.
 */
export async function deduplicate(
  sql: Sql,
  pieces: readonly Piece[],
  committed: readonly string[],
  committedSources: readonly string[],
  columns: readonly Column[],
  versionsBy: 'record' | 'columns',
  newPath: (purpose: string) => string,
): Promise<Deduplicated> {
  const whole = pieces.map(({ path }) => path);
  if (!(await findCandidates(sql, whole, committed))) return { pieces: whole, sources: undefined };
  await gatherCandidates(sql, whole, committed, versionsBy === 'columns' ? columns : undefined);
  await nameVersions(sql);
  await joinIncomplete(sql);
  await chooseWinners(sql);
  const result: string[] = [];
  for (const [index, piece] of pieces.entries()) {
    const [change] = await sql.rows(
      `SELECT count(*) FILTER (NOT wins)::BIGINT AS losers, count(*) FILTER (wins AND final <> k)::BIGINT AS renamed FROM fresh WHERE piece = ${index}`,
    );
    const losers = Number(change?.['losers'] ?? 0);
    if (losers === 0 && Number(change?.['renamed'] ?? 0) === 0) result.push(piece.path);
    else if (losers < piece.rows) {
      const path = newPath(`kept-${index}`);
      await sql.run(`COPY (SELECT p.* EXCLUDE (file_row_number) REPLACE (coalesce(c.final, p.${KEY}) AS ${KEY})
        FROM read_parquet(${text(piece.path)}, file_row_number=true) p
        LEFT JOIN (SELECT * FROM fresh WHERE piece = ${index}) c ON c.rn = p.file_row_number
        WHERE c.wins IS DISTINCT FROM false) TO ${text(path)} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 20480)`);
      result.push(path);
    }
  }
  return {
    pieces: result,
    sources: await writeSources(sql, committed, committedSources, newPath('sources')),
  };
}

/** Whether any event id occurs twice; fills the table `ids` with the hashes of those that do. */
async function findCandidates(
  sql: Sql,
  pieces: readonly string[],
  committed: readonly string[],
): Promise<boolean> {
  const id = `hash(split_part(${KEY}, ';', 1))`;
  const old =
    committed.length === 0
      ? ''
      : ` UNION ALL SELECT ${id} AS id, 0 AS fresh FROM read_parquet(${textList(committed)}, union_by_name=true)`;
  await sql.run(`CREATE OR REPLACE TEMP TABLE ids AS SELECT id FROM (
    SELECT ${id} AS id, 1 AS fresh FROM read_parquet(${textList(pieces)}, union_by_name=true)${old})
    GROUP BY id HAVING count(*) > 1 AND max(fresh) = 1`);
  const [count] = await sql.rows('SELECT count(*)::BIGINT AS n FROM ids');
  return Number(count?.['n'] ?? 0) > 0;
}

/** `fresh`: rows of the import whose event id occurs twice, in order; `old`: the table's own with such an id. */
async function gatherCandidates(
  sql: Sql,
  pieces: readonly string[],
  committed: readonly string[],
  columns: readonly Column[] | undefined,
): Promise<void> {
  const id = `hash(split_part(${KEY}, ';', 1))`;
  const place = `${KEY} AS k, ${name(h.file)} AS f, ${name(h.member)} AS m, ${name(h.record)} AS n, ${name(h.shape)} AS s, ${name(h.digest)} AS d`;
  const content =
    columns === undefined || columns.length === 0
      ? `hash(${name(h.digest)})`
      : `hash(${columns.map((column) => `coalesce(${name(column.name)}::VARCHAR, '')`).join(', ')})`;
  const pieceOf = `list_position(${textList(pieces)}, filename) - 1`;
  await sql.run(`CREATE OR REPLACE TEMP TABLE fresh AS SELECT ${place}, ${content} AS content, ${pieceOf} AS piece, file_row_number AS rn,
      NULL::VARCHAR AS final, true AS wins
    FROM read_parquet(${textList(pieces)}, union_by_name=true, filename=true, file_row_number=true) WHERE ${id} IN (SELECT id FROM ids)`);
  await sql.run(
    `CREATE OR REPLACE TEMP TABLE old AS ${
      committed.length === 0
        ? `SELECT * EXCLUDE (content, piece, rn, final, wins) FROM fresh WHERE false`
        : `SELECT ${place} FROM read_parquet(${textList(committed)}, union_by_name=true) WHERE ${id} IN (SELECT id FROM ids)`
    }`,
  );
}

/** In one file, the first content of a key keeps it; each further content is a version with a name of its own. */
async function nameVersions(sql: Sql): Promise<void> {
  await sql.run(`CREATE OR REPLACE TEMP TABLE fresh AS SELECT * REPLACE (
      CASE WHEN content = first_value(content) OVER (PARTITION BY f, m, k ORDER BY piece, rn) THEN k
      ELSE k || '!' || lower(to_hex(content)) END AS final) FROM fresh`);
}

/**
 * A key with an optional part that is empty stands for any value of it: it joins the first full key of another file
 * that agrees in the rest, and only that one.
 */
async function joinIncomplete(sql: Sql): Promise<void> {
  const gap = `contains(final || ';', ';;')`;
  const [some] = await sql.rows(
    `SELECT count(*)::BIGINT AS n FROM (SELECT final FROM fresh UNION ALL SELECT k FROM old) WHERE ${gap}`,
  );
  if (Number(some?.['n'] ?? 0) === 0) return;
  await sql.run(`CREATE OR REPLACE TEMP TABLE keys AS
    SELECT final, f, min(rank) AS rank, split_part(split_part(final, '!', 1), ';', 1) AS id,
      string_split(split_part(final, '!', 1), ';')[2:] AS parts, ${gap} AS gap
    FROM (SELECT final, f, (piece + 1) * 4294967296 + rn AS rank FROM fresh UNION ALL SELECT k, f, 0 FROM old)
    GROUP BY ALL`);
  await sql.run(`CREATE OR REPLACE TEMP TABLE joined AS
    SELECT DISTINCT ON (open) open, full_key, open_rank, full_rank FROM (
      SELECT a.final AS open, b.final AS full_key, a.rank AS open_rank, b.rank AS full_rank
      FROM keys a JOIN keys b ON a.id = b.id AND a.f <> b.f AND a.final <> b.final
        AND len(list_filter(a.parts, lambda v, i: v <> b.parts[i] AND v <> '' AND b.parts[i] <> '')) = 0
      WHERE a.gap AND NOT b.gap AND NOT (a.rank = 0 AND b.rank = 0))
    ORDER BY open, full_rank`);
  await sql.run(`CREATE OR REPLACE TEMP TABLE fresh AS SELECT fresh.* REPLACE (coalesce(p.target, fresh.final) AS final) FROM fresh
    LEFT JOIN (SELECT open AS other, CASE WHEN open_rank = 0 THEN open ELSE full_key END AS target FROM joined
      UNION ALL SELECT full_key, open FROM joined WHERE open_rank = 0) p ON p.other = fresh.final`);
}

async function chooseWinners(sql: Sql): Promise<void> {
  await sql.run(`CREATE OR REPLACE TEMP TABLE fresh AS SELECT * REPLACE (
      final NOT IN (SELECT k FROM old) AND row_number() OVER (PARTITION BY final ORDER BY piece, rn) = 1 AS wins) FROM fresh`);
}

/** Sightings of an event elsewhere than where its row (or a known sighting) is from. */
async function writeSources(
  sql: Sql,
  committed: readonly string[],
  committedSources: readonly string[],
  path: string,
): Promise<string | undefined> {
  const known = [
    'SELECT final AS k, f, m, n FROM fresh WHERE wins',
    ...(committed.length > 0 ? ['SELECT k, f, m, n FROM old'] : []),
    ...(committedSources.length > 0
      ? [
          `SELECT ${KEY} AS k, ${name(h.file)} AS f, ${name(h.member)} AS m, ${name(h.record)} AS n FROM read_parquet(${textList(committedSources)})`,
        ]
      : []),
  ];
  const written =
    await sql.run(`COPY (SELECT final AS ${KEY}, f AS ${name(h.file)}, m AS ${name(h.member)}, n AS ${name(h.record)},
      s AS ${name(h.shape)}, d AS ${name(h.digest)} FROM fresh
    WHERE NOT wins AND (final, f, m, n) NOT IN (${known.join(' UNION ALL ')})
    ORDER BY piece, rn) TO ${text(path)} (FORMAT parquet)`);
  return written > 0 ? path : undefined;
}

/** Rows and known rows by file, after `deduplicate` of the same connection; `deduplicated` false: no candidates. */
export async function tally(
  sql: Sql,
  pieces: readonly Piece[],
): Promise<readonly { file: string; member: string; rows: number; known: number }[]> {
  const totals = await sql.rows(`SELECT ${name(h.file)} AS f, ${name(h.member)} AS m, count(*)::BIGINT AS n
    FROM read_parquet(${textList(pieces.map(({ path }) => path))}, union_by_name=true) GROUP BY ALL ORDER BY ALL`);
  const [gathered] = await sql.rows(
    "SELECT count(*)::BIGINT AS n FROM duckdb_tables() WHERE table_name = 'fresh' AND temporary",
  );
  const losers =
    Number(gathered?.['n'] ?? 0) === 0
      ? []
      : await sql.rows('SELECT f, m, count(*)::BIGINT AS n FROM fresh WHERE NOT wins GROUP BY ALL');
  const known = new Map(losers.map((row) => [`${String(row['f'])} ${String(row['m'])}`, Number(row['n'])]));
  return totals.map((row) => {
    const file = String(row['f']);
    const member = String(row['m']);
    const lost = known.get(`${file} ${member}`) ?? 0;
    return { file, member, rows: Number(row['n']) - lost, known: lost };
  });
}
