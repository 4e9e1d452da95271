import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { collect } from '../azure/collect/collect.ts';
import { tableSource } from '../azure/collect/tableSource.ts';
import { askAndRecord, type Record } from '../azure/connections/recorded.ts';
import type { RemoteConnection } from '../azure/connections/remoteConnection.ts';
import type { AnswerSummary, Cell, QueryRequest } from '../domain/answer.ts';
import type { CaseSession } from '../session/api.ts';
import { connectionNamed, openAzure } from './azure.ts';
import { EXIT, type ExitCode, type Terminal, usageError } from './command.ts';
import { withCase } from './openings.ts';
import { queryText } from './queryText.ts';

/** Asks one question. */
export type Run = (
  request: QueryRequest,
  onRows: (rows: readonly (readonly Cell[])[]) => void,
) => Promise<AnswerSummary & { readonly digest?: string }>;

interface Flags {
  readonly connection?: string | undefined;
  readonly azure?: string | undefined;
  readonly case?: string | undefined;
  readonly collect?: string | undefined;
  readonly batch?: string | undefined;
  readonly json: boolean;
}

/** `azimuth query --connection`: the answer goes to `show`, or with --collect into the case. */
export async function queryConnection(
  flags: Flags,
  positionals: readonly string[],
  options: Omit<QueryRequest, 'text'>,
  terminal: Terminal,
  show: (request: QueryRequest, run: Run, terminal: Terminal, json: boolean) => Promise<void>,
): Promise<ExitCode> {
  if (flags.batch !== undefined) throw usageError('--batch asks the case only');
  const connection = connectionNamed(await openAzure(flags.azure, terminal), flags.connection ?? '');
  if (flags.collect !== undefined) {
    const table = flags.collect;
    return withCase(flags.case, terminal, (session) =>
      keep({ connection, session, table, terminal, json: flags.json }, positionals, options),
    );
  }
  const text = await queryText(positionals, terminal);
  for (const { message } of await connection.dialectGaps(text)) terminal.note(`warning: ${message}`);
  const ask = (record: Record) =>
    show(
      { ...options, text },
      (request, onRows) => askAndRecord(connection, request, record, onRows, terminal.signal),
      terminal,
      flags.json,
    );
  if (flags.case === undefined) await ask(() => Promise.resolve());
  else await withCase(flags.case, terminal, (session) => ask((question) => session.recordQuestion(question)));
  return EXIT.asked;
}

interface Keeping {
  readonly connection: RemoteConnection;
  readonly session: CaseSession;
  readonly table: string;
  readonly terminal: Terminal;
  readonly json: boolean;
}

async function keep(
  { connection, session, table, terminal, json }: Keeping,
  positionals: readonly string[],
  options: Omit<QueryRequest, 'text'>,
): Promise<ExitCode> {
  const { signal } = terminal;
  const record: Record = (question) => session.recordQuestion(question);
  if (positionals.length === 0) {
    if (!options.window) throw usageError('--collect of a whole table needs --timespan START/END');
    const source = await tableSource(connection, table, record, signal);
    const report = await collect(
      source,
      session,
      options.window,
      ({ rows, of, until }) =>
        terminal.note(`${rows}${of === undefined ? '' : ` of ${of}`} rows, at ${until}`),
      signal,
    );
    for (const difference of report.differences) terminal.note(`warning: ${difference}`);
    await terminal.out(
      json
        ? `${JSON.stringify(report)}\n`
        : `${report.rows} rows of ${table} are new in the case, ${report.known} were there, ${report.rejects} did not fit\n`,
    );
    return report.differences.length > 0 ? EXIT.finding : EXIT.asked;
  }
  const text = await queryText(positionals, terminal);
  const folder = await mkdtemp(join(tmpdir(), 'azimuth-answer-'));
  try {
    const file = join(folder, `${table}.json`);
    const head = await connection.download({ ...options, text }, file, signal);
    const { columns, rows, digest, completeness } = head;
    const window = options.window ?? null;
    await record({
      connection: connection.info.name,
      text,
      window,
      now: options.now ?? null,
      columns,
      rows,
      digest,
      completeness,
      elapsedMs: Math.round(head.elapsedMs),
    });
    const report = await session.import({ paths: [file], table }, () => undefined, signal);
    await terminal.out(
      json
        ? `${JSON.stringify({ rows: report.rows, known: report.known, rejects: report.rejects, completeness })}\n`
        : `${report.rows} rows are new in the case as ${table}, ${report.known} were there, ${report.rejects} did not fit; the answer is ${completeness.state}\n`,
    );
    return completeness.state === 'complete' ? EXIT.asked : EXIT.finding;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
