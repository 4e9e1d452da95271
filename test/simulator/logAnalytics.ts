import { KqlError } from '../../src/kql/diagnostics.ts';
import type { Answer, Cell, TimeWindow } from '../../src/domain/answer.ts';
import type { KustoType } from '../../src/domain/kustoType.ts';
import { type Call, Refusal, refuse, type Reply } from './http.ts';
import type { Tables } from './tables.ts';

/** Rows of one answer at most; the service's own limit is 500,000. */
const MOST_ROWS = 500_000;

export interface Workspace {
  /** The GUID that queries name. */
  readonly customerId: string;
  readonly name: string;
  readonly id: string;
  readonly tables: Tables | undefined;
}

export class LogAnalytics {
  readonly #workspaces: readonly Workspace[];
  mostRows = MOST_ROWS;

  constructor(workspaces: readonly Workspace[]) {
    this.#workspaces = workspaces;
  }

  async handle(call: Call): Promise<Reply> {
    const [, id = '', what] = /^\/v1\/workspaces\/([^/]+)\/(query|metadata)$/.exec(call.path) ?? [];
    if (what === undefined) refuse(404, 'PathNotFoundError', 'The requested path does not exist');
    const workspace =
      this.#workspaces.find(({ customerId }) => customerId === id) ??
      refuse(404, 'WorkspaceNotFoundError', `The workspace ${id} could not be found`);
    if (what === 'metadata') return metadata(workspace);
    if (!workspace.tables) return { status: 204 };
    const isJson = (call.headers['content-type'] ?? '').includes('json');
    if (call.method === 'POST' && !isJson) return { status: 200 };
    const asked = (call.method === 'POST' ? call.body : Object.fromEntries(call.query)) as {
      query?: string;
      timespan?: string;
    };
    if (typeof asked.query !== 'string')
      refuse(400, 'BadArgumentError', 'The request had some invalid properties');
    const answer = await ask(workspace.tables, asked.query, asked.timespan, this.mostRows);
    return { status: 200, body: answerText(answer, call.headers['prefer'] as string | undefined) };
  }
}

async function ask(
  tables: Tables,
  text: string,
  timespan: string | undefined,
  maxRows: number,
): Promise<Answer> {
  const window = timespan === undefined ? undefined : windowOf(timespan);
  try {
    return await (await tables.engine()).queryAll({ text, maxRows, ...(window ? { window } : {}) });
  } catch (error) {
    throw kqlRefusal(error, text);
  }
}

/** Kusto's complaint in the form of the query API. */
export function kqlRefusal(error: unknown, text: string): unknown {
  if (!(error instanceof KqlError)) return error;
  const [first] = error.diagnostics;
  const before = text.slice(0, first?.start ?? 0).split('\n');
  return new Refusal({
    status: 400,
    body: {
      error: {
        message: 'The request had some invalid properties',
        code: 'BadArgumentError',
        correlationId: '9c5b6c1f-0000-4a1b-9f3e-2f7d8a9b0c11',
        innererror: {
          code: 'SemanticError',
          message: 'A semantic error occurred.',
          innererror: {
            code: 'SEM0100',
            message: first?.message ?? error.message,
            line: before.length,
            pos: before.at(-1)?.length ?? 0,
            token: text.slice(first?.start ?? 0, (first?.start ?? 0) + (first?.length ?? 0)),
          },
        },
      },
    },
  });
}

/** Each value as the query API writes it: longs as digits however many, dynamic as a string of JSON. */
export function rowText(row: readonly Cell[], types: readonly KustoType[]): string {
  const cells = row.map((cell, i) => {
    if (cell === null) return 'null';
    if (types[i] === 'long') return String(cell);
    if (types[i] === 'dynamic') return JSON.stringify(typeof cell === 'string' ? cell : JSON.stringify(cell));
    return JSON.stringify(cell);
  });
  return `[${cells.join(',')}]`;
}

function answerText({ columns, rows, completeness, visualization }: Answer, prefer = ''): string {
  const types = columns.map(({ type }) => type);
  const cut =
    completeness.state === 'cut'
      ? `,"error":${JSON.stringify({
          code: 'PartialError',
          message: 'There were some errors when processing your query.',
          details: [
            {
              code: 'EngineError',
              message: 'Something went wrong processing your query on the server.',
              innererror: {
                code: '-2133196797',
                message: `The results of this query exceed the set limit of ${rows.length} records.`,
                severity: 2,
                severityName: 'Error',
              },
            },
          ],
        })}`
      : '';
  const statistics = prefer.includes('include-statistics=true')
    ? ',"statistics":{"query":{"executionTime":0.0156,"datasetStatistics":[{"tableRowCount":1,"tableSize":1}]}}'
    : '';
  const render =
    prefer.includes('include-render=true') && visualization
      ? `,"render":${JSON.stringify({ visualization: visualization.kind, ...visualization.properties })}`
      : '';
  const shown = JSON.stringify(columns.map(({ name, type }) => ({ name, type })));
  return `{"tables":[{"name":"PrimaryResult","columns":${shown},"rows":[${rows.map((row) => rowText(row, types)).join(',')}]}]${statistics}${render}${cut}}`;
}

function metadata({ tables, customerId, name, id }: Workspace): Reply {
  return {
    status: 200,
    body: {
      tables: (tables?.schema() ?? []).map((table) => ({
        id: `t/${table.name}`,
        name: table.name,
        timespanColumn: 'TimeGenerated',
        isTroubleshootingAllowed: true,
        columns: table.columns.map((column) => ({ ...column, isPreferredFacet: false })),
      })),
      functions: [],
      workspaces: [{ id: customerId, resourceId: id, name, region: 'uksouth' }],
    },
  };
}

const DURATION = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

function windowOf(text: string): TimeWindow {
  const [first = '', second] = text.split('/');
  const length = (duration: string): number | undefined => {
    const match = DURATION.exec(duration);
    if (!match) return undefined;
    const [, d = 0, h = 0, m = 0, s = 0] = match.map(Number).map((n) => (Number.isNaN(n) ? 0 : n));
    return (((d * 24 + h) * 60 + m) * 60 + s) * 1_000;
  };
  if (second === undefined) {
    const ms = length(first) ?? refuse(400, 'BadArgumentError', `The timespan ${text} is not valid`);
    return { start: new Date(Date.now() - ms).toISOString(), end: new Date().toISOString() };
  }
  const ms = length(second);
  return { start: first, end: ms === undefined ? second : new Date(Date.parse(first) + ms).toISOString() };
}
