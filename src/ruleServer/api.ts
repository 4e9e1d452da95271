import type { Call } from '../base/rpc.ts';
import type { Scaffold, ScaffoldRequest } from '../detections/rule/scaffold.ts';
import type { RuleCompletion } from '../detections/rule/complete.ts';
import type { LintedFile } from './lintFiles.ts';
import type { ReplayRequest, ReplayResult } from './replayRule.ts';
import type { TestedFile } from './ruleTests.ts';

/** A test of a file before it is run; the line counts from 0. */
export interface ListedTest {
  readonly name: string;
  readonly line: number;
}

/** A query cut off after one of its operators, and what it gives over a test's events. */
export interface ShownStep {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Set where it could not be run. */
  readonly problem: string | undefined;
}

/** What the process for rules answers. Paths are absolute; texts are those of the editor. */
export interface RuleCalls {
  readonly lint: Call<[path: string, text: string], LintedFile>;
  readonly complete: Call<[path: string, text: string, offset: number], readonly RuleCompletion[]>;
  readonly describe: Call<[text: string, offset: number], string | null>;
  readonly listTests: Call<[text: string], readonly ListedTest[]>;
  readonly runTests: Call<
    [path: string, options: { readonly mutate?: boolean; readonly only?: readonly string[] }],
    TestedFile
  >;
  readonly steps: Call<[path: string, test: string], readonly ShownStep[]>;
  readonly replay: Call<[ReplayRequest], ReplayResult, [done: number, total: number]>;
  readonly scaffold: Call<[ScaffoldRequest], Scaffold>;
  /** Files beside rules changed. */
  readonly forget: Call<[], null>;
}
