import { access } from 'node:fs/promises';
import { NEWEST_ATTACK_VERSION } from '../attack/data/attackData.ts';
import { isoFromTicks, TICKS_PER_DAY } from '../base/ticks.ts';
import { LAYOUT } from '../cases/layout.ts';
import { NodeStorage } from '../cases/nodeStorage.ts';
import { TimelineStore } from '../cases/timelineStore.ts';
import { type Coverage, coverageOf, type CoveringRule } from '../detections/matrix/coverage.ts';
import { type DeadCause, deadCauses, fillOf, fillQuery } from '../detections/matrix/fillRate.ts';
import { tablesRead, columnsRead } from '../detections/kql/walk.ts';
import { RuleSource } from '../detections/rule/source.ts';
import { ticksFromIso } from '../base/ticks.ts';
import { openEngine } from '../kql/duckdb/openEngine.ts';
import type { EmbeddedEngine, StoredTable } from '../kql/engine.ts';
import { storedTables } from '../session/storedTables.ts';
import { RuleLinter } from './lintFiles.ts';
import { readText } from './ruleFiles.ts';
import { RuleTests } from './ruleTests.ts';

export interface CoverageRequest {
  /** Rule files, absolute. */
  readonly rules: readonly string[];
  /** The case whose logs and timeline are looked at; absolute. */
  readonly case?: string;
  readonly attackVersion?: string;
}

export interface RuleCoverage extends Coverage {
  readonly rules: readonly CoveringRule[];
}

/** Runs each rule's tests and asks the case which of its tables and columns still fill. */
export async function ruleCoverage(request: CoverageRequest, signal?: AbortSignal): Promise<RuleCoverage> {
  const linter = new RuleLinter({});
  const tests = new RuleTests();
  const logs = request.case === undefined ? undefined : await CaseFill.open(request.case);
  try {
    const rules: CoveringRule[] = [];
    for (const path of request.rules) {
      signal?.throwIfAborted();
      const { rule } = new RuleSource(await readText(path));
      const { root } = (await linter.inspector(path)).inspect(rule.query);
      const tables = tablesRead(root);
      rules.push({
        path,
        name: rule.name,
        severity: rule.severity,
        tables,
        techniques: rule.techniques,
        dead: await logs?.causes(tables, columnsRead(root)),
        tested: await passes(tests, path, signal),
      });
    }
    const seen = logs ? await logs.techniques() : [];
    return { ...coverageOf(rules, seen, request.attackVersion ?? NEWEST_ATTACK_VERSION), rules };
  } finally {
    await tests.close();
    await logs?.close();
  }
}

async function passes(
  tests: RuleTests,
  path: string,
  signal: AbortSignal | undefined,
): Promise<boolean | undefined> {
  const file = path.replace(/(\.ya?ml)$/i, '.test$1');
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (!exists) return undefined;
  const { faults, tests: outcomes } = await tests.run(file, {}, undefined, signal);
  return faults.length === 0 && outcomes.every(({ outcome }) => outcome === 'passed');
}

/** What fills of a case's tables, day by day up to the newest event of any table. */
class CaseFill {
  readonly #storage: NodeStorage;
  readonly #engine: EmbeddedEngine;
  readonly #tables: readonly StoredTable[];
  readonly #last = new Map<string, bigint>();

  private constructor(storage: NodeStorage, engine: EmbeddedEngine, tables: readonly StoredTable[]) {
    this.#storage = storage;
    this.#engine = engine;
    this.#tables = tables;
  }

  static async open(folder: string): Promise<CaseFill> {
    const storage = new NodeStorage(folder);
    const tables = await storedTables(storage);
    const engine = await openEngine({
      tables,
      functions: [],
      allowedFolders: [storage.absolute(LAYOUT.derived)],
    });
    return new CaseFill(storage, engine, tables);
  }

  /** Of the tables that a rule reads; the columns are those that its query names. */
  async causes(tables: readonly string[], columns: readonly string[]): Promise<readonly DeadCause[]> {
    const causes: DeadCause[] = [];
    for (const name of tables) {
      const table = this.#tables.find((each) => each.name === name);
      if (!table?.columns.some((column) => column.name === 'TimeGenerated'))
        causes.push({ table: name, column: undefined, since: undefined });
      else
        causes.push(
          ...(await this.#causesOf(
            table,
            table.columns.map((column) => column.name).filter((each) => columns.includes(each)),
          )),
        );
    }
    return causes;
  }

  async techniques(): Promise<readonly string[]> {
    const { events } = await new TimelineStore(this.#storage).readAll();
    return [...new Set(events.flatMap((event) => event.techniques.map((claim) => claim.technique)))];
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  async #causesOf(table: StoredTable, columns: readonly string[]): Promise<readonly DeadCause[]> {
    const { rows } = await this.#engine.queryAll({ text: fillQuery(table, columns) });
    const first = rows
      .map((row) => (typeof row[0] === 'string' ? ticksFromIso(row[0]) : undefined))
      .find((day) => day !== undefined);
    const last = await this.#newest();
    if (first === undefined || last === undefined)
      return [{ table: table.name, column: undefined, since: undefined }];
    const days: string[] = [];
    for (let day = first; day <= last; day += TICKS_PER_DAY) days.push(isoFromTicks(day).slice(0, 10));
    return deadCauses(fillOf(table.name, columns, days, rows));
  }

  /** The newest event of any table, in ticks: after it nothing was collected, so that nothing is missing. */
  async #newest(): Promise<bigint | undefined> {
    if (this.#last.size === 0)
      for (const { name, columns } of this.#tables) {
        if (!columns.some((column) => column.name === 'TimeGenerated')) continue;
        const { rows } = await this.#engine.queryAll({ text: `['${name}'] | summarize max(TimeGenerated)` });
        const time = rows[0]?.[0];
        const ticks = typeof time === 'string' ? ticksFromIso(time) : undefined;
        if (ticks !== undefined) this.#last.set(name, ticks);
      }
    return [...this.#last.values()].reduce<bigint | undefined>(
      (a, b) => (a === undefined || b > a ? b : a),
      undefined,
    );
  }
}
