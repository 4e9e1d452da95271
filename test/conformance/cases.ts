import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonValue } from '../../src/base/json.ts';

export interface ConformanceCase {
  readonly id: string;
  readonly query: string;
  readonly area?: string;
  readonly operators?: readonly string[];
  readonly functions?: readonly string[];
  readonly aggregates?: readonly string[];
  readonly plugins?: readonly string[];
  readonly usable: boolean;
  readonly ordered: boolean;
  /** Of traps: what to compare. */
  readonly check?: 'rows' | 'columns' | 'columns+rows' | 'rowCount';
  /** Of kusto-loco. */
  readonly form?: 'table' | 'lastLine' | 'lastLineSquashed' | 'lines';
  readonly asserts?: readonly { readonly op: string; readonly value: string }[];
  readonly expected: JsonValue;
}

export const SOURCES = ['oracle', 'docs', 'traps', 'kusto-loco', 'clickhouse'] as const;
export type Source = (typeof SOURCES)[number];

/** Beside the clone, not in it. */
const FOLDER = join(import.meta.dirname, '..', '..', '..', 'shared', 'kql-conformance');

export function haveCases(): boolean {
  return existsSync(FOLDER);
}

export function casesOf(source: Source): ConformanceCase[] {
  return readFileSync(join(FOLDER, `${source}.dev.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as ConformanceCase)
    .filter((one) => one.usable);
}
