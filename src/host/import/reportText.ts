import type { ImportedFile, ImportReport } from '../../domain/importReport.ts';
import { counted, formatCount } from '../../base/counts.ts';

/** One sentence for the notification. */
export function reportSummary(report: ImportReport): string {
  const { files, rows, known, rejects, cancelled } = report;
  const tables = new Set(files.flatMap((file) => Object.keys(file.tables)));
  const skipped = files.filter((file) => file.skipped !== undefined).length;
  const broken = files.filter((file) => file.broken !== undefined).length;
  const parts = [
    `${cancelled ? 'Import cancelled after ' : ''}${counted(rows, 'row')} imported into ${counted(tables.size, 'table')} from ${counted(files.length - skipped, 'file')}`,
    known > 0 && `${formatCount(known)} already known`,
    rejects > 0 && `${formatCount(rejects)} rejected`,
    skipped > 0 && `${counted(skipped, 'file')} skipped`,
    broken > 0 && `${counted(broken, 'file')} broken off`,
  ];
  return `${parts.filter((part) => part).join(', ')}.`;
}

/** All of a report as plain text: per file what it was taken for and why, and what came of it. */
export function reportText(report: ImportReport): string {
  const groups = [
    ['Not imported', report.files.filter((file) => file.skipped !== undefined)],
    ['Broken off', report.files.filter((file) => file.skipped === undefined && file.broken !== undefined)],
    ['Imported', report.files.filter((file) => file.skipped === undefined && file.broken === undefined)],
  ] as const;
  const lines = [reportSummary(report), ''];
  for (const [title, files] of groups) {
    if (files.length === 0) continue;
    lines.push(title, '='.repeat(title.length), '');
    for (const file of files) lines.push(...fileLines(file), '');
  }
  return lines.join('\n');
}

function fileLines(file: ImportedFile): readonly string[] {
  return [
    oneLine(file.path),
    ...(file.skipped === undefined ? [] : [`  skipped: ${oneLine(file.skipped)}`]),
    ...(file.shape === '' ? [] : [`  taken for ${file.shape}: ${oneLine(file.why)}`]),
    ...Object.entries(file.tables).map(
      ([table, { rows, known }]) =>
        `  ${table}: ${counted(rows, 'row')}${known > 0 ? `, ${formatCount(known)} already known` : ''}`,
    ),
    ...(file.rejects > 0
      ? [`  ${counted(file.rejects, 'row')} rejected, kept in rejects/ with line and reason`]
      : []),
    ...(file.broken ? [`  broken off at ${oneLine(file.broken.at)}: ${oneLine(file.broken.reason)}`] : []),
    ...file.notes.map((note) => `  note: ${oneLine(note)}`),
  ];
}

/** Names in archives are hostile too: nothing in one can start a new line of the report. */
export function oneLine(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ');
}
