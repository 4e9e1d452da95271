import { ticksFromIso } from '../../base/ticks.ts';
import type { AnswerColumn, QueryRequest, Visualization } from '../../domain/answer.ts';
import { invalid } from '../diagnostics.ts';
import type { EngineOptions } from '../engine.ts';
import type { PlanColumn } from '../plan/expr.ts';
import { buildQuery } from '../plan/query.ts';
import type { Relation } from '../plan/relation.ts';
import { SqlPrinter } from '../sql/print.ts';
import type { Binder } from '../syntax/analyse.ts';

/** A query ready to run. */
export interface Prepared {
  readonly sql: string;
  readonly relation: Relation;
  readonly columns: readonly PlanColumn[];
  readonly answerColumns: readonly AnswerColumn[];
  readonly ordered: boolean;
  readonly visualization?: Visualization;
  readonly withKeys: boolean;
}

export function nowTicks(request: QueryRequest, options: EngineOptions): bigint {
  const text = request.now ?? options.clock;
  if (text === undefined) return BigInt(Date.now()) * 10_000n + 621_355_968_000_000_000n;
  return moment(text, 'now');
}

export function moment(text: string, what: string): bigint {
  const ticks = ticksFromIso(text);
  if (ticks === undefined)
    throw invalid('request-time', `${what} is not an ISO 8601 time: ${text}`, { start: 0, length: 0 });
  return ticks;
}

/** Binds, plans and prints. One row more than asked for is read, to know whether rows are left out. */
export function prepare(binder: Binder, request: QueryRequest, options: EngineOptions): Prepared {
  const bound = binder.bind(request.text);
  const built = buildQuery(bound, {
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
  });
  const { relation } = built;
  const rowKey = request.withRowKeys === true ? relation.rowKey : undefined;
  const columns = rowKey ? [...relation.columns, rowKey] : relation.columns;
  const limit = request.maxRows === undefined ? undefined : request.maxRows + 1;
  return {
    sql: new SqlPrinter().statement(relation, columns, limit),
    relation,
    columns,
    answerColumns: relation.columns.map(({ name, type }) => ({ name, type })),
    ordered: relation.serialized,
    withKeys: rowKey !== undefined,
    ...(built.visualization && { visualization: built.visualization }),
  };
}
