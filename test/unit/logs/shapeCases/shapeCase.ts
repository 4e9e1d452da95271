import { ticksFromIso } from '../../../../src/base/ticks.ts';
import type { ImportOptions } from '../../../../src/domain/importReport.ts';
import type { Row } from '../../../support/importCase.ts';

export const TIME = '2026-03-01T10:11:12.1234567Z';
export const TICKS = ticksFromIso(TIME);
export const lines = (...records: unknown[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');
export const json = (value: unknown): string => JSON.stringify(value);
export const SUB = '/subscriptions/5b1f/resourceGroups/rg-app/providers';

/** An export in one shape and the rows that it must become. */
export interface ShapeCase {
  readonly name: string;
  readonly file: string;
  readonly content: string | Uint8Array;
  readonly options?: Partial<ImportOptions>;
  readonly shape: string;
  readonly table: string;
  readonly rows: readonly Row[];
}
