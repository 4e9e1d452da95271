import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import type { JsonValue } from '../../../src/base/json.ts';
import { KqlError } from '../../../src/kql/diagnostics.ts';
import { Binder } from '../../../src/kql/syntax/analyse.ts';
import { rowsDifference } from '../../conformance/compare.ts';
import { cellOf } from './cells.ts';
import { evaluateQuery } from './evaluate.ts';
import { Unknown } from './unknown.ts';

const FOLDER = new URL('../../../../shared/kql-conformance/', import.meta.url);
const NOW = 638_000_000_000_000_000n;

interface Case {
  readonly id: string;
  readonly query: string;
  readonly usable: boolean;
  readonly ordered: boolean;
  readonly check?: string;
  readonly expected: { readonly rows?: JsonValue[][] } | JsonValue[][];
}

function casesOf(file: string): Case[] {
  const lines = readFileSync(new URL(file, FOLDER), 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Case).filter(({ usable }) => usable);
}

function rowsOf({ expected, check }: Case): JsonValue[][] | undefined {
  if (!Array.isArray(expected)) return expected.rows;
  return check === 'rows' ? expected : undefined;
}

/** What differs; 'equal', or why the evaluator does not answer. */
function judge(binder: Binder, one: Case, rows: JsonValue[][]): { answered: boolean; difference?: string } {
  try {
    const table = evaluateQuery(binder.bind(one.query), new Map(), NOW);
    const types = table.columns.map(({ type }) => type);
    const cells = table.rows.map((row) => row.map((value, c) => cellOf(value, types[c] ?? 'dynamic')));
    const difference = rowsDifference(cells, rows, types, one.ordered && table.ranks !== undefined);
    return { answered: true, ...(difference !== undefined && { difference: `${one.id}: ${difference}` }) };
  } catch (error) {
    if (error instanceof Unknown || error instanceof KqlError) return { answered: false };
    throw error;
  }
}

describe('the reference evaluator', function () {
  this.timeout(60_000);
  before(function () {
    if (!existsSync(FOLDER)) this.skip();
  });

  for (const [file, least] of [
    ['oracle.dev.jsonl', 90],
    ['traps.dev.jsonl', 50],
  ] as const)
    it(`answers ${file} as Kusto does, or says that it does not know`, () => {
      const binder = new Binder({ name: 'none', tables: [], functions: [] });
      const verdicts = casesOf(file).flatMap((one) => {
        const rows = rowsOf(one);
        return rows ? [judge(binder, one, rows)] : [];
      });
      assert.deepEqual(
        verdicts.flatMap(({ difference }) => difference ?? []),
        [],
      );
      const answered = verdicts.filter((verdict) => verdict.answered).length;
      assert.ok(answered >= least, `only ${answered} of ${verdicts.length} were answered`);
    });
});
