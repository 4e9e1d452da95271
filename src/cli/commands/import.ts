import { counted } from '../../base/counts.ts';
import type { ImportedFile, ImportOptions, ImportProgress, ImportReport } from '../../domain/importReport.ts';
import { type Command, EXIT, parse, type Terminal, usageError } from '../command.ts';
import { withCase } from '../openings.ts';
import { plain } from '../../base/plainText.ts';

export const importCommand: Command = {
  name: 'import',
  summary: 'import exported logs into a case',
  help: `Usage: azimuth import PATH… --case DIR [--json]

Copies the originals into the case and reads them into its tables. PATH is a file, a folder or a glob; .gz and .zip are
opened. What each file is is recognised from its content. Rows that do not fit go to rejects/ with line and reason.
Exit code 1 where a file was skipped or broke off.

  --table NAME         the table, where it is not the one that was recognised
  --shape ID           the shape, where it is not the one that was recognised
  --zone ZONE          zone of times that are in local time: Europe/Zurich, +02:00
  --date-order ORDER   day-first or month-first, for dates such as 3/4/2026
  --json               print {files, rows, known, rejects, cancelled}`,
  async run(args, terminal) {
    const { values, positionals: paths } = parse(args, {
      case: { type: 'string' },
      table: { type: 'string' },
      shape: { type: 'string' },
      zone: { type: 'string' },
      'date-order': { type: 'string' },
      json: { type: 'boolean', default: false },
    });
    if (paths.length === 0) throw usageError('PATH is missing');
    const { table, shape, zone, 'date-order': dateOrder, json } = values;
    if (dateOrder !== undefined && dateOrder !== 'day-first' && dateOrder !== 'month-first')
      throw usageError('--date-order takes day-first or month-first');
    const options: ImportOptions = {
      paths,
      ...(table !== undefined && { table }),
      ...(shape !== undefined && { shape }),
      ...(zone !== undefined && { zone }),
      ...(dateOrder !== undefined && { dateOrder }),
    };
    const report = await withCase(values.case, terminal, (session) =>
      session.import(options, progressTo(terminal), terminal.signal),
    );
    await terminal.out(json ? `${JSON.stringify(report)}\n` : `${inWords(report)}\n`);
    if (report.cancelled) return EXIT.failed;
    return report.files.some(({ skipped, broken }) => skipped !== undefined || broken !== undefined)
      ? EXIT.finding
      : EXIT.asked;
  },
};

const PROGRESS_EVERY_MS = 1000;

function progressTo(terminal: Terminal): (progress: ImportProgress) => void {
  let last = Date.now();
  return ({ file, filesDone, filesTotal, rows }) => {
    if (!terminal.interactive || Date.now() - last < PROGRESS_EVERY_MS) return;
    last = Date.now();
    terminal.note(`${filesDone} of ${filesTotal} files, ${rows} rows: ${plain(file)}`);
  };
}

function inWords({ files, rows, known, rejects, cancelled }: ImportReport): string {
  const total = `${counted(files.length, 'file')}: ${counted(rows, 'row')}, ${known} known already, ${rejects} rejected`;
  return [...files.flatMap(fileInWords), cancelled ? `Cancelled after ${total}` : total].join('\n');
}

function fileInWords({ path, shape, why, tables, rejects, broken, notes, skipped }: ImportedFile): string[] {
  if (skipped !== undefined) return [`${plain(path)}: skipped: ${plain(skipped)}`];
  const counts = Object.entries(tables).map(
    ([table, { rows, known }]) => `${table} ${rows}${known > 0 ? ` (+${known} known)` : ''}`,
  );
  const held = [...counts, ...(rejects > 0 ? [`${rejects} rejected`] : [])].join(', ') || 'no rows';
  return [
    ...(shape === '' ? [`${plain(path)}:`] : [`${plain(path)}: ${shape}: ${plain(why)}`, `  ${held}`]),
    ...(broken ? [`  broke off at ${plain(broken.at)}: ${plain(broken.reason)}`] : []),
    ...notes.map((note) => `  ${plain(note)}`),
  ];
}
