import { access } from 'node:fs/promises';
import { NEWEST_ATTACK_VERSION, techniques } from '../attack/data/attackData.ts';
import { columnsRead, tablesRead } from '../detections/kql/tables.ts';
import {
  type Coverage,
  coverageOf,
  coveredBy,
  type CoveringRule,
  scoreOf,
} from '../detections/matrix/coverage.ts';
import { causesIn, type Fills, type FillQuestion, fillQuestion } from '../detections/matrix/fillRate.ts';
import type { Rule } from '../detections/rule/rule.ts';
import { RuleSource } from '../detections/rule/source.ts';
import { caseFills } from './caseFill.ts';
import { type EventRules, eventRules, timelineEvents } from './eventRules.ts';
import { RuleLinter } from './lintFiles.ts';
import { readText } from './ruleFiles.ts';
import { RuleTests } from './ruleTests.ts';

export interface CoverageRequest {
  /** Rule files, absolute. */
  readonly rules: readonly string[];
  /** The case whose logs and timeline are looked at; absolute. */
  readonly case?: string;
  /** What a connection answered to `fillQuestions`, instead of the case's logs. */
  readonly fills?: Fills;
  readonly attackVersion?: string;
  /** Whether each event of the timeline is to be tried with each rule. */
  readonly events?: boolean;
}

export interface RuleCoverage extends Coverage {
  readonly rules: readonly (CoveringRule & { readonly score: number; readonly covers: readonly string[] })[];
  /** Every technique that is in use in the version, in the order of ids. */
  readonly matrix: readonly {
    readonly id: string;
    readonly name: string;
    readonly tactics: readonly string[];
    readonly parent: string | null;
  }[];
  /** Where asked for. */
  readonly events: readonly EventRules[];
  /** Files that are no rules and were left out. */
  readonly skipped: readonly string[];
}

export type CoverageStage = 'rules' | 'tests' | 'logs' | 'events';
type Progress = (stage: CoverageStage, done: number, total: number) => void;

interface ReadRule {
  readonly path: string;
  readonly rule: Rule;
  readonly tables: readonly string[];
  readonly columns: readonly string[];
}

/** Runs each rule's tests and asks which of its tables and columns still fill, and what it finds of the timeline. */
export async function ruleCoverage(
  request: CoverageRequest,
  onProgress: Progress = () => undefined,
  signal?: AbortSignal,
): Promise<RuleCoverage> {
  const { read, skipped } = await readRules(request.rules, onProgress, signal);
  const fills =
    request.fills ??
    (request.case === undefined ? undefined : await caseFills(request.case, questionsOf(read), signal));
  const tests = new RuleTests();
  const rules: CoveringRule[] = [];
  try {
    for (const [index, { path, rule, tables, columns }] of read.entries()) {
      signal?.throwIfAborted();
      onProgress('tests', index, read.length);
      rules.push({
        path,
        name: rule.name,
        severity: rule.severity,
        tables,
        techniques: rule.techniques,
        dead: fills && causesIn(fills, tables, columns),
        tested: await passes(tests, path, signal),
      });
    }
  } finally {
    await tests.close();
  }
  const timeline = request.case === undefined ? [] : await timelineEvents(request.case);
  const seen = timeline.flatMap((event) => event.techniques.map((claim) => claim.technique));
  const version = request.attackVersion ?? NEWEST_ATTACK_VERSION;
  const events =
    request.events === true && request.case !== undefined
      ? await eventRules(
          request.case,
          timeline,
          read,
          (done, total) => onProgress('events', done, total),
          signal,
        )
      : [];
  return {
    ...coverageOf(rules, [...new Set(seen)], version),
    rules: rules.map((rule) => ({ ...rule, score: scoreOf(rule), covers: coveredBy(rule, version) })),
    matrix: [...techniques(version).values()].flatMap(
      ({ id, name, tactics, parent, revokedBy, deprecated }) =>
        revokedBy === null && !deprecated ? [{ id, name, tactics, parent }] : [],
    ),
    events,
    skipped,
  };
}

/** What a connection is to be asked for `CoverageRequest.fills`: one query a table, whatever the number of rules. */
export async function fillQuestions(paths: readonly string[]): Promise<readonly FillQuestion[]> {
  return questionsOf((await readRules(paths, () => undefined)).read);
}

async function readRules(
  paths: readonly string[],
  onProgress: Progress,
  signal?: AbortSignal,
): Promise<{ readonly read: readonly ReadRule[]; readonly skipped: readonly string[] }> {
  const linter = new RuleLinter({});
  const read: ReadRule[] = [];
  const skipped: string[] = [];
  for (const [index, path] of paths.entries()) {
    signal?.throwIfAborted();
    onProgress('rules', index, paths.length);
    const { rule, faults } = new RuleSource(await readText(path));
    if (faults.length > 0 || rule.query === '') {
      skipped.push(path);
      continue;
    }
    const { root } = (await linter.inspector(path)).inspect(rule.query);
    read.push({ path, rule, tables: tablesRead(root), columns: columnsRead(root) });
  }
  return { read, skipped };
}

function questionsOf(rules: readonly ReadRule[]): readonly FillQuestion[] {
  const columns = new Map<string, Set<string>>();
  for (const rule of rules)
    for (const table of rule.tables) {
      const own = columns.get(table) ?? new Set();
      for (const column of rule.columns) own.add(column);
      columns.set(table, own);
    }
  return [...columns].map(([table, own]) => fillQuestion(table, [...own]));
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
