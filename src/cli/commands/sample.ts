import { resolve } from 'node:path';
import { DEFAULT_OPTIONS, type SampleOptions, scenarioNames } from '../../samples/plan.ts';
import { DuckDbParquetSink } from '../../kql/duckdb/parquetSink.ts';
import { writeSchemaTables } from '../../samples/schemaTables/writeSchemaTables.ts';
import { shapeIds, writeSampleExports } from '../../samples/writeSample.ts';
import { sampleInvestigation } from '../../samples/investigation/sampleInvestigation.ts';
import { defaultParts } from '../../session/defaultParts.ts';
import { makeSampleCase } from '../../session/sampleCase.ts';
import { type Command, EXIT, parse, type Terminal, usageError, wholeNumber } from '../command.ts';

export const sample: Command = {
  name: 'sample',
  summary: 'make a sample case, or raw exports of one',
  help: `Usage: azimuth sample --out DIR [--scenario NAME] [--rows N] [--seed S] [--json]
       azimuth sample --out DIR --as SHAPE [--scenario NAME] [--rows N] [--seed S] [--json]
       azimuth sample --out DIR --schemas DIR [--rows N] [--seed S] [--json]

Makes DIR a case in which a company is under attack; the clock of the case stands at the end of its logs. With --as,
writes the raw exports and ground-truth.json instead. With --schemas, writes Table.ndjson for each schema file, with N
rows of usual values that end at the clock of the sample case. The same flags give the same logs.

  --out DIR         an empty folder, or one to be made
  --scenario NAME   the attack: ${scenarioNames().join(', ')}; can be given again
  --rows N          rows of all tables together
  --seed S          another company, other people, other addresses
  --as SHAPE        ${shapeIds().join(', ')}
  --schemas DIR     files like {"table": "T", "columns": [{"name": "TimeGenerated", "type": "datetime"}]}
  --json            print what was made as JSON`,
  async run(args, terminal) {
    const { values, positionals } = parse(args, {
      out: { type: 'string' },
      scenario: { type: 'string', multiple: true },
      rows: { type: 'string' },
      seed: { type: 'string' },
      as: { type: 'string' },
      schemas: { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    if (positionals.length > 0) throw usageError(`"${positionals.join(' ')}" is more than was asked for`);
    if (values.out === undefined) throw usageError('--out DIR is missing');
    const out = resolve(terminal.cwd, values.out);
    const change = sampleOptions(values);
    if (values.schemas !== undefined) {
      if (values.as !== undefined || values.scenario)
        throw usageError('--schemas goes with neither --as nor --scenario');
      await schemaTables(out, resolve(terminal.cwd, values.schemas), change, terminal, values.json);
      return EXIT.asked;
    }
    await (values.as === undefined
      ? sampleCase(out, change, terminal, values.json)
      : rawExports(out, values.as, change, terminal, values.json));
    return EXIT.asked;
  },
};

function sampleOptions(flags: {
  readonly scenario?: readonly string[] | undefined;
  readonly rows?: string | undefined;
  readonly seed?: string | undefined;
}): Partial<SampleOptions> {
  const unknown = flags.scenario?.find((name) => !scenarioNames().includes(name));
  if (unknown !== undefined)
    throw usageError(`there is no scenario "${unknown}"; there are ${scenarioNames().join(', ')}`);
  const rows = wholeNumber(flags.rows, '--rows', 1);
  const seed = wholeNumber(flags.seed, '--seed', 0);
  return {
    ...(flags.scenario && { scenarios: flags.scenario }),
    ...(rows !== undefined && { rows }),
    ...(seed !== undefined && { seed }),
  };
}

async function sampleCase(
  folder: string,
  change: Partial<SampleOptions>,
  terminal: Terminal,
  json: boolean,
): Promise<void> {
  const onStep = (what: string): void => terminal.note(what);
  const { info, report } = await makeSampleCase(folder, change, defaultParts, onStep, terminal.signal);
  await terminal.out(
    json
      ? `${JSON.stringify({ folder, info, rows: report.rows, rejects: report.rejects })}\n`
      : `Made the case "${info.title}" in ${folder}: ${report.rows} rows of ${report.files.length} files\n`,
  );
}

async function rawExports(
  out: string,
  shape: string,
  change: Partial<SampleOptions>,
  terminal: Terminal,
  json: boolean,
): Promise<void> {
  const { rows, tables, files, bytes } = await writeSampleExports(
    { ...DEFAULT_OPTIONS, ...change, out, shape, openParquet: (folder) => DuckDbParquetSink.open(folder) },
    terminal.signal,
  );
  await terminal.out(
    json
      ? `${JSON.stringify({ folder: out, rows, tables, files, bytes })}\n`
      : `Wrote ${rows} rows into ${files.length} files, ${bytes} bytes, and ground-truth.json to ${out}\n`,
  );
}

async function schemaTables(
  out: string,
  schemas: string,
  change: Partial<SampleOptions>,
  terminal: Terminal,
  json: boolean,
): Promise<void> {
  const { rows = 1000, seed = DEFAULT_OPTIONS.seed } = change;
  const { clock } = sampleInvestigation().info;
  const written = await writeSchemaTables({ schemas, out, rows, seed, end: clock ?? '' }, terminal.signal);
  await terminal.out(
    json
      ? `${JSON.stringify({ folder: out, clock, ...written })}\n`
      : `Wrote ${rows} rows into each of ${written.files.length} tables in ${out}; their newest rows are just before ${clock}\n`,
  );
}
