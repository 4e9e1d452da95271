import type { Column } from '../../domain/kustoType.ts';
import type { Span } from '../diagnostics.ts';

export type FileFormat = 'csv' | 'tsv' | 'scsv' | 'psv' | 'sohsv' | 'txt' | 'raw' | 'json' | 'multijson';

/** A file of the case read as a table. */
export interface FileTable {
  /** Inside of the case, with forward slashes. */
  readonly path: string;
  readonly format: FileFormat;
  readonly columns: readonly Column[];
  /** `skip`: the first record is a header that is not read; `names`: it names the columns. */
  readonly header: 'none' | 'skip' | 'names';
}

/** What two uses of one file must share to be one table. */
export function fileKey(file: FileTable): string {
  return JSON.stringify([file.path, file.format, file.header, file.columns]);
}

/** Thrown while building where a file must be read first; the query is then built again with its table. */
export class FileNeeded extends Error {
  readonly file: FileTable;
  readonly span: Span;

  constructor(file: FileTable, span: Span) {
    super('A file must be read first.');
    this.file = file;
    this.span = span;
  }
}
