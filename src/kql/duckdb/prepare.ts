import { ticksFromIso } from '../../base/ticks.ts';
import type { AnswerColumn, Completeness, QueryRequest, Visualization } from '../../domain/answer.ts';
import type { Column } from '../../domain/kustoType.ts';
import { invalid, KqlError, refuse } from '../diagnostics.ts';
import type { EngineOptions, EngineRequest, NamedAnswer } from '../engine.ts';
import type { BuildOptions } from '../plan/builder.ts';
import type { PlanColumn } from '../plan/expr.ts';
import { FileNeeded, fileKey } from '../plan/fileTable.ts';
import type { Limits } from '../plan/requestProperties.ts';
import { approximations } from '../plan/marks.ts';
import { withPathColumns } from '../plan/pathColumns.ts';
import { refuseOtherPlaces } from '../plan/places.ts';
import { SchemaProbe } from '../plan/probe.ts';
import { type BuiltQuery, buildQuery } from '../plan/query.ts';
import type { Relation } from '../plan/relation.ts';
import { type StoredPaths, withStoredPaths } from '../plan/storedPaths.ts';
import { SqlPrinter } from '../sql/print.ts';
import type { Binder } from '../syntax/analyse.ts';
import { type PlainText, plainText } from '../syntax/places.ts';
import { EditedText } from './editedText.ts';

/** A query ready to run. */
export interface Prepared {
  readonly sql: string;
  readonly relation: Relation;
  readonly columns: readonly PlanColumn[];
  readonly answerColumns: readonly AnswerColumn[];
  readonly ordered: boolean;
  readonly visualization?: Visualization;
  readonly withKeys: boolean;
  /** Of an answer that is not cut. */
  readonly completeness: Completeness;
  readonly limits: Limits;
  /** The query's tables after the first, each with its name. */
  readonly further: readonly (Prepared & { readonly name: string })[];
}

function nowTicks(request: QueryRequest, options: EngineOptions): bigint {
  const text = request.now ?? options.clock;
  if (text === undefined) return BigInt(Date.now()) * 10_000n + 621_355_968_000_000_000n;
  return moment(text, 'now');
}

function moment(text: string, what: string): bigint {
  const ticks = ticksFromIso(text);
  if (ticks === undefined)
    throw invalid('request-time', `${what} is not an ISO 8601 time: ${text}`, { start: 0, length: 0 });
  return ticks;
}

/** What preparing a query may have to read: rows on which columns depend, and files of the case. */
export interface PreparingDatabase {
  read(sql: string): Promise<readonly (readonly unknown[])[]>;
  /** Gives the name of the table that the file is in then. */
  readFile(needed: FileNeeded): Promise<string>;
  /** Paths into dynamics whose values the tables have as columns; none where they are not looked for. */
  storedPaths?(): StoredPaths;
  /** Makes the view under which the plan reads a spooled answer. */
  openAnswer(answer: NamedAnswer): Promise<void>;
}

/** Binds, plans and prints; `limits` instead of the service's and the query's own. One row more than asked for is read, to know whether rows are left out. */
export async function prepare(
  binder: Binder,
  request: EngineRequest,
  options: EngineOptions,
  database: PreparingDatabase,
  limits?: Limits,
): Promise<Prepared> {
  const files = new Map<string, string>();
  const answers = request.answers ?? [];
  for (const answer of answers) await database.openAnswer(answer);
  const build: Omit<BuildOptions, 'places' | 'innerNodes'> = {
    now: nowTicks(request, options),
    tables: new Map(options.tables.map((table) => [table.name, table])),
    watchlists: new Map((options.watchlists ?? []).map((watchlist) => [watchlist.alias, watchlist])),
    files,
    answers,
    withRowKeys: request.withRowKeys === true,
    parameters: request.parameters ?? {},
    text: request.text,
    ...(request.window && {
      window: {
        start: moment(request.window.start, 'window.start'),
        end: moment(request.window.end, 'window.end'),
      },
    }),
  };
  let text = new EditedText(request.text);
  for (let probes = 0; ; probes++) {
    try {
      const plain = plainText(text.current);
      refuseOtherPlaces(plain.places);
      refuseUnknownWatchlists(plain.watchlists, build.watchlists);
      const places = new Map(plain.places.map((place) => [place.at, place]));
      const built = buildQuery(binder.bind(plain.text, answers), {
        ...build,
        places,
        innerNodes: plain.innerNodes,
      });
      return printed({ ...built, ...(limits && { limits }) }, request, database.storedPaths?.() ?? new Map());
    } catch (error) {
      if (error instanceof KqlError) throw text.inRequest(error);
      if (error instanceof FileNeeded) {
        files.set(fileKey(error.file), await database.readFile(error));
        continue;
      }
      if (!(error instanceof SchemaProbe) || probes >= MAX_PROBES) throw error;
      const rows = await database.read(
        new SqlPrinter().statement(error.relation, error.columns, MAX_COLUMNS),
      );
      if (rows.length >= MAX_COLUMNS)
        throw refuse('too-many-columns', `The rows would make more than ${MAX_COLUMNS} columns.`, {
          start: 0,
          length: 0,
        });
      text = text.insert(error.at, ` : ${schemaText(error.schemaOf(rows))}`);
    }
  }
}

function refuseUnknownWatchlists(used: PlainText['watchlists'], known: BuildOptions['watchlists']): void {
  const missing = used.find(({ alias }) => !known.has(alias));
  if (missing)
    throw refuse(
      'watchlist-not-found',
      `The case has no watchlist ${missing.alias}.`,
      missing,
      `Export it as CSV and save it as watchlists/${missing.alias}.csv in the case.`,
    );
}

const MAX_PROBES = 20;
const MAX_COLUMNS = 2000;

function schemaText(columns: readonly Column[]): string {
  return `(${columns.map(({ name, type }) => `[${JSON.stringify(name)}]:${type}`).join(', ')})`;
}

function printed(
  { relation: built, visualization, notices, limits, further, fresh }: BuiltQuery,
  request: QueryRequest,
  paths: StoredPaths,
): Prepared {
  const relation = withPathColumns(fresh, withStoredPaths(fresh, paths, built));
  const rowKey = request.withRowKeys === true ? relation.rowKey : undefined;
  const columns = rowKey ? [...relation.columns, rowKey] : relation.columns;
  const bounds = approximations(relation.rel, relation.columns);
  const rows = Math.min(request.maxRows ?? Infinity, limits.rows);
  return {
    sql: new SqlPrinter().statement(relation, columns, rows === Infinity ? undefined : rows + 1),
    relation,
    columns,
    answerColumns: relation.columns.map(({ name, type, sql }) => {
      const approximate = bounds.get(sql);
      return { name, type, ...(approximate !== undefined && { approximate }) };
    }),
    ordered: relation.serialized,
    withKeys: rowKey !== undefined,
    limits: { ...limits, rows },
    further: further.map(({ name, relation: next }) => ({
      ...printed(
        { relation: next, notices: [], limits, further: [], fresh },
        { ...request, withRowKeys: false },
        paths,
      ),
      name,
    })),
    completeness:
      notices.length > 0 ? { state: 'partial', reason: notices.join(' ') } : { state: 'complete' },
    ...(visualization && { visualization }),
  };
}
