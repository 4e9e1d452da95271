import { dirname } from 'node:path';
import type { QueryInspector } from '../detections/kql/inspector.ts';
import { type MutationReport, runMutants } from '../detections/mutate/runMutants.ts';
import type { TableEvents } from '../detections/ports.ts';
import { RuleSource, YamlSource } from '../detections/rule/source.ts';
import { eventsOf } from '../detections/test/givenEvents.ts';
import { querySteps } from '../detections/test/querySteps.ts';
import { queryAsRun, runTest, type TestOutcome, testSchema } from '../detections/test/runTests.ts';
import { readTestFile, type TestFile } from '../detections/test/testFile.ts';
import { EventEngine } from '../kql/duckdb/events/eventEngine.ts';
import type { ShownStep } from './api.ts';
import { TestEventFiles } from './eventFiles.ts';
import { RuleLinter } from './lintFiles.ts';
import { readText, watchlistsBeside } from './ruleFiles.ts';
import { rulePathOf } from './testedRule.ts';

export interface PlacedOutcome extends TestOutcome {
  /** Of the test in its file, from 1. */
  readonly line: number;
}

export interface TestedFile {
  readonly path: string;
  readonly rulePath: string;
  /** Name of the rule; '' where it could not be read. */
  readonly rule: string;
  /** Why no test of it could be run, each with its place in the test file or in the rule; the tests are empty then. */
  readonly faults: readonly { readonly message: string; readonly path: string; readonly line: number }[];
  readonly tests: readonly PlacedOutcome[];
  readonly elapsedMs: number;
  /** Where asked for and every test passed. */
  readonly mutation: PlacedMutation | undefined;
}

export interface PlacedMutation extends MutationReport {
  /** Line of each mutant in the rule's file, from 1, in the order of the mutants. */
  readonly lines: readonly number[];
}

/** A test file and the rule that it is of, as they are on the disk. */
interface Opened {
  readonly file: TestFile;
  readonly testSource: YamlSource;
  readonly rulePath: string;
  /** Undefined: there is no such file. */
  readonly source: RuleSource | undefined;
  readonly inspector: QueryInspector;
}

/** Runs tests of rules, all on one engine. */
export class RuleTests {
  readonly #linter = new RuleLinter({});
  readonly #imported = new Map<string, Promise<readonly TableEvents[]>>();
  #engine: Promise<EventEngine> | undefined;

  /** `only`: names of tests; all unless given. Rejects with `usage.no-file` and when cancelled. */
  async run(
    path: string,
    options: { readonly mutate?: boolean; readonly only?: readonly string[] } = {},
    onTest: (outcome: PlacedOutcome) => void = () => undefined,
    signal?: AbortSignal,
  ): Promise<TestedFile> {
    const started = performance.now();
    const { file, testSource, rulePath, source, inspector } = await this.open(path);
    const line = (start: number): number => testSource.position(start).line;
    const faults = [
      ...file.faults.map(({ message, span }) => ({ message, path, line: line(span.start) })),
      ...(source
        ? source.faults.map(({ message, span }) => ({
            message,
            path: rulePath,
            line: source.position(span.start).line,
          }))
        : [{ message: `There is no rule ${rulePath}`, path, line: 1 }]),
    ];
    const tests: PlacedOutcome[] = [];
    const engine = await this.engine();
    engine.useWatchlists(await watchlistsBeside(dirname(rulePath)));
    const parts = {
      engine,
      events: new TestEventFiles(path, inspector.source, this.#imported),
      schema: inspector.source,
      inspector,
    };
    const chosen = file.tests.filter(({ name }) => !options.only || options.only.includes(name));
    if (faults.length === 0 && source)
      for (const test of chosen) {
        signal?.throwIfAborted();
        const outcome = { ...(await runTest(source.rule, test, parts, signal)), line: line(test.span.start) };
        tests.push(outcome);
        onTest(outcome);
      }
    const passed = tests.length > 0 && tests.every(({ outcome }) => outcome === 'passed');
    const report =
      options.mutate && passed && source
        ? await runMutants(source.rule, file.tests, file.excused, parts, signal)
        : undefined;
    const mutation = report &&
      source && {
        ...report,
        lines: report.mutants.map(
          ({ span }) => source.position(source.spanInText(['query'], span).start).line,
        ),
      };
    return {
      path,
      rulePath,
      rule: source?.rule.name ?? '',
      faults,
      tests,
      elapsedMs: performance.now() - started,
      mutation,
    };
  }

  /** What the query gives over a test's events after each of its operators. */
  async steps(path: string, name: string, signal?: AbortSignal): Promise<readonly ShownStep[]> {
    const { file, source, rulePath, inspector } = await this.open(path);
    const rule = source?.rule;
    const test = file.tests.find((each) => each.name === name);
    if (!test || !rule) return [];
    const engine = await this.engine();
    engine.useWatchlists(await watchlistsBeside(dirname(rulePath)));
    const events = await eventsOf(test, new TestEventFiles(path, inspector.source, this.#imported));
    await engine.load(events);
    const schema = testSchema(rule.query, inspector.source, events);
    const shown: ShownStep[] = [];
    for (const { title, text } of querySteps(rule.query, inspector.inspect(rule.query).root)) {
      try {
        const answer = await queryAsRun(rule, text, test, schema, engine, signal);
        shown.push({
          title,
          columns: answer.columns.map((column) => column.name),
          rows: answer.rows.map((row) =>
            row.map((cell) => (typeof cell === 'string' ? cell : JSON.stringify(cell))),
          ),
          problem: undefined,
        });
      } catch (error) {
        signal?.throwIfAborted();
        shown.push({
          title,
          columns: [],
          rows: [],
          problem: error instanceof Error ? error.message : String(error),
        });
      }
    }
    return shown;
  }

  async open(path: string): Promise<Opened> {
    const text = await readText(path);
    const file = readTestFile(text);
    const rulePath = rulePathOf(path, file.rule);
    const ruleText = await readText(rulePath).catch(() => undefined);
    const source = ruleText === undefined ? undefined : new RuleSource(ruleText);
    const inspector = await this.#linter.inspector(rulePath);
    return { file, testSource: new YamlSource(text), rulePath, source, inspector };
  }

  engine(): Promise<EventEngine> {
    return (this.#engine ??= EventEngine.open());
  }

  /** Files may have changed. */
  forget(): void {
    this.#linter.forget();
    this.#imported.clear();
  }

  async close(): Promise<void> {
    (await this.#engine)?.close();
  }
}
