import {
  isAbsentOr,
  isArrayOf,
  isBoolean,
  isCount,
  isRecord,
  isRecordOf,
  isShape,
  isString,
} from '../base/guards.ts';
import type { WrittenLine } from '../cases/journal.ts';
import type { ImportedFile, ImportReport, RecordedImport } from '../domain/importReport.ts';
import { overridesIn } from './importHistory.ts';

const isReport = isShape<ImportReport>({
  files: isArrayOf(
    isShape<ImportedFile>({
      path: isString,
      digest: isString,
      shape: isString,
      why: isString,
      tables: isRecordOf(isShape<{ rows: number; known: number }>({ rows: isCount, known: isCount })),
      rejects: isCount,
      broken: isAbsentOr(isShape<{ at: string; reason: string }>({ at: isString, reason: isString })),
      notes: isArrayOf(isString),
      skipped: isAbsentOr(isString),
    }),
  ),
  rows: isCount,
  known: isCount,
  rejects: isCount,
  cancelled: isBoolean,
});

/**
 * The imports that came to their end, newest first, from `import.started` and `import.done` lines in order of time; lines of
 * another form are left out, as nothing here wrote them.
 */
export function recordedImports(lines: readonly WrittenLine[]): readonly RecordedImport[] {
  const started = new Map<unknown, unknown>();
  const imports: RecordedImport[] = [];
  for (const { kind, data, at, writer } of lines) {
    if (kind === 'import.started') started.set(data['id'], data['options']);
    if (kind !== 'import.done' || !isReport(data['report'])) continue;
    const options = started.get(data['id']);
    const paths = isRecord(options) && isArrayOf(isString)(options['paths']) ? options['paths'] : [];
    imports.push({ at, by: writer, options: { paths, ...overridesIn(options) }, report: data['report'] });
  }
  return imports.reverse();
}
