import { counted } from '../../base/counts.ts';
import { resolve } from 'node:path';
import type { Cell, QueryRequest } from '../../domain/answer.ts';
import { runBatch } from '../batch.ts';
import { type Command, EXIT, parse, type Terminal, usageError } from '../command.ts';
import { withBareEngine, withCase } from '../openings.ts';
import { AZURE_FLAGS, AZURE_FLAGS_HELP } from '../azure.ts';
import { queryConnection, type Run } from '../queryConnection.ts';
import { QUERY_FLAGS, QUERY_FLAGS_HELP, queryText, readInput, requestOptions } from '../queryText.ts';
import { asked } from '../markedQuery.ts';
import { textTable } from '../textTable.ts';

const ROWS_AT_ONCE = 1000;

export const query: Command = {
  name: 'query',
  summary: 'ask a case in KQL',
  help: `Usage: azimuth query --case DIR [--json] [KQL | @FILE]
       azimuth query [--case DIR] --batch FILE --json
       azimuth query --connection NAME [--azure FILE] [--case DIR] [--collect TABLE] [KQL | @FILE]

Runs KQL over the tables of the case and writes the question into its ledger. With no KQL, reads standard input.
Without --case there are no tables, which is enough for print, range and datatable.

${QUERY_FLAGS_HELP}
  --connection NAME      ask a Log Analytics workspace, Defender or a cluster instead; with --case into its ledger
${AZURE_FLAGS_HELP}
  --collect TABLE        keep the answer in the case as TABLE; with no KQL the table itself, for --timespan, in
                         slices: run again, it goes on where it ended
  --max-rows N           leave out rows past N and say so
  --json                 print {columns: [{name, type}], rows, complete, completeness, statistics}, and the tables
                         after the first as further: [{name, columns, rows, completeness}]
  --batch FILE           FILE holds lines {id, query}. Prints a line for each, in order:
                         {id, columns, types, rows, ordered} or
                         {id, error: {kind, code, message, start, length}}`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      ...QUERY_FLAGS,
      case: { type: 'string' },
      json: { type: 'boolean', default: false },
      batch: { type: 'string' },
      connection: { type: 'string' },
      collect: { type: 'string' },
      ...AZURE_FLAGS,
    });
    const options = requestOptions(values);
    if (values.connection !== undefined)
      return queryConnection(values, positionals, options, terminal, runOne);
    if (values.collect !== undefined) throw usageError('--collect needs --connection');
    if (values.batch !== undefined && positionals.length > 0)
      throw usageError('--batch reads its queries from the file');
    const text =
      values.batch === undefined
        ? await queryText(positionals, terminal)
        : await readInput(resolve(terminal.cwd, values.batch));
    const work = async (run: Run): Promise<void> => {
      if (values.batch !== undefined) await runBatch(text, options, run, terminal);
      else await asked(text, () => runOne({ ...options, text }, run, terminal, values.json));
    };
    const { signal } = terminal;
    if (values.case === undefined)
      await withBareEngine((engine) => work((request, onRows) => engine.query(request, onRows, signal)));
    else
      await withCase(values.case, terminal, (session) =>
        work((request, onRows) => session.query(request, onRows, signal)),
      );
    return EXIT.asked;
  },
};

async function runOne(request: QueryRequest, run: Run, terminal: Terminal, json: boolean): Promise<void> {
  const rows: (readonly Cell[])[] = [];
  const {
    columns,
    completeness,
    statistics,
    digest,
    further = [],
  } = await run(request, (chunk) => {
    for (const row of chunk) rows.push(row);
  });
  const complete = completeness.state === 'complete';
  if (json) {
    const shown = columns.map(({ name, type, approximate }) => ({
      name,
      type,
      ...(approximate && { approximate }),
    }));
    // In pieces: all rows of a large answer are longer than a text can be.
    await terminal.out(`{"columns":${JSON.stringify(shown)},"rows":[`);
    for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
      const texts = rows.slice(from, from + ROWS_AT_ONCE).map((row) => JSON.stringify(row));
      await terminal.out(`${from === 0 ? '' : ','}${texts.join(',')}`);
    }
    const tables = further.length > 0 ? { further } : {};
    await terminal.out(
      `],${JSON.stringify({ complete, completeness, statistics, digest, ...tables }).slice(1)}\n`,
    );
    return;
  }
  await terminal.out(`${textTable(columns, rows)}\n`);
  for (const table of further)
    await terminal.out(`\n${table.name}\n${textTable(table.columns, table.rows)}\n`);
  const state = complete ? 'complete' : `${completeness.state}: ${completeness.reason}`;
  terminal.note(`${counted(rows.length, 'row')} in ${Math.round(statistics.elapsedMs)} ms, ${state}`);
}
