import { isCount, isOneOf, isRecord, isRecordOf, isShape, isString } from '../base/guards.ts';
import { isSha256 } from '../base/hash.ts';
import type { WrittenLine } from '../cases/journal.ts';
import type { ImportOptions } from '../domain/importReport.ts';

/** What the journals say of one import that came to its end. */
export interface PastImport {
  readonly id: string;
  /** What a person said beside the paths. */
  readonly overrides: Omit<ImportOptions, 'paths'>;
  readonly files: readonly PastFile[];
}

interface PastFile {
  readonly path: string;
  readonly digest: string;
  readonly rejects: number;
  readonly tables: Readonly<Record<string, { readonly rows: number; readonly known: number }>>;
}

const isFile = isShape<PastFile>({
  path: isString,
  digest: isSha256,
  rejects: isCount,
  tables: isRecordOf(isShape<{ rows: number; known: number }>({ rows: isCount, known: isCount })),
});
const isDateOrder = isOneOf('day-first', 'month-first');

/** In the order of time; lines of another form are left out, as nothing here wrote them. */
export function pastImports(lines: readonly WrittenLine[]): readonly PastImport[] {
  const overrides = new Map<unknown, PastImport['overrides']>();
  const imports: PastImport[] = [];
  for (const { kind, data } of lines) {
    const { id } = data;
    if (!isString(id)) continue;
    if (kind === 'import.started') overrides.set(id, overridesIn(data['options']));
    const files = isRecord(data['report']) ? data['report']['files'] : undefined;
    // Files that could not be read have no digest.
    if (kind === 'import.done' && Array.isArray(files))
      imports.push({ id, overrides: overrides.get(id) ?? {}, files: files.filter(isFile) });
  }
  return imports;
}

/** What a person said beside the paths, as an `import.started` line has it. */
export function overridesIn(options: unknown): PastImport['overrides'] {
  if (!isRecord(options)) return {};
  const { table, shape, zone, dateOrder } = options;
  return {
    ...(isString(table) && { table }),
    ...(isString(shape) && { shape }),
    ...(isString(zone) && { zone }),
    ...(isDateOrder(dateOrder) && { dateOrder }),
  };
}

/** Rejected rows by table; a file's rejects count for its largest table. */
export function rejectsByTable(imports: readonly PastImport[]): ReadonlyMap<string, number> {
  const rejects = new Map<string, number>();
  for (const { files } of imports)
    for (const { rejects: count, tables } of files) {
      const [table] =
        Object.entries(tables).sort(([, a], [, b]) => b.rows + b.known - (a.rows + a.known))[0] ?? [];
      if (table !== undefined && count > 0) rejects.set(table, (rejects.get(table) ?? 0) + count);
    }
  return rejects;
}
