import { ticksFromIso } from '../../base/ticks.ts';
import type { AnswerColumn, Completeness, QueryRequest, Visualization } from '../../domain/answer.ts';
import type { Column } from '../../domain/kustoType.ts';
import { invalid, KqlError, refuse } from '../diagnostics.ts';
import type { EngineOptions } from '../engine.ts';
import type { BuildOptions } from '../plan/builder.ts';
import type { PlanColumn } from '../plan/expr.ts';
import { approximations } from '../plan/marks.ts';
import { SchemaProbe } from '../plan/probe.ts';
import { type BuiltQuery, buildQuery } from '../plan/query.ts';
import type { Relation } from '../plan/relation.ts';
import { SqlPrinter } from '../sql/print.ts';
import type { Binder } from '../syntax/analyse.ts';
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

/** Binds, plans and prints. One row more than asked for is read, to know whether rows are left out. */
export async function prepare(
  binder: Binder,
  request: QueryRequest,
  options: EngineOptions,
  read: (sql: string) => Promise<readonly (readonly unknown[])[]>,
): Promise<Prepared> {
  const build: BuildOptions = {
    now: nowTicks(request, options),
    tables: new Map(options.tables.map((table) => [table.name, table])),
    watchlists: new Map(),
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
      const built = buildQuery(binder.bind(text.current), build);
      return printed(built, request);
    } catch (error) {
      if (error instanceof KqlError) throw text.inRequest(error);
      if (!(error instanceof SchemaProbe) || probes >= MAX_PROBES) throw error;
      const rows = await read(new SqlPrinter().statement(error.relation, error.columns, MAX_COLUMNS));
      if (rows.length >= MAX_COLUMNS)
        throw refuse('too-many-columns', `The rows would make more than ${MAX_COLUMNS} columns.`, {
          start: 0,
          length: 0,
        });
      text = text.insert(error.at, ` : ${schemaText(error.schemaOf(rows))}`);
    }
  }
}

const MAX_PROBES = 20;
const MAX_COLUMNS = 2000;

function schemaText(columns: readonly Column[]): string {
  return `(${columns.map(({ name, type }) => `[${JSON.stringify(name)}]:${type}`).join(', ')})`;
}

function printed({ relation, visualization, notices }: BuiltQuery, request: QueryRequest): Prepared {
  const rowKey = request.withRowKeys === true ? relation.rowKey : undefined;
  const columns = rowKey ? [...relation.columns, rowKey] : relation.columns;
  const bounds = approximations(relation.rel, relation.columns);
  const limit = request.maxRows === undefined ? undefined : request.maxRows + 1;
  return {
    sql: new SqlPrinter().statement(relation, columns, limit),
    relation,
    columns,
    answerColumns: relation.columns.map(({ name, type, sql }) => {
      const approximate = bounds.get(sql);
      return { name, type, ...(approximate !== undefined && { approximate }) };
    }),
    ordered: relation.serialized,
    withKeys: rowKey !== undefined,
    completeness:
      notices.length > 0 ? { state: 'partial', reason: notices.join(' ') } : { state: 'complete' },
    ...(visualization && { visualization }),
  };
}
