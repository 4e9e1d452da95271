import type { Call } from '../base/rpc.ts';
import type { DatabaseSchema } from '../domain/kustoType.ts';
import type { Scaffold, ScaffoldRequest } from '../detections/rule/scaffold.ts';
import type { RuleCompletion } from '../detections/rule/completeFields.ts';
import type { CoveringRule } from '../detections/matrix/coverage.ts';
import type { FillQuestion } from '../detections/matrix/fillRate.ts';
import type { LintedFile } from './lintFiles.ts';
import type { ReplayNeeds, ReplayRequest, ReplayResult } from './replayRule.ts';
import type { CoverageRequest, CoverageStage, RuleCoverage } from './ruleCoverage.ts';
import type { onlyDeployed, Planned, PlanRequest, pulled, rollbackPlan, shipped } from './shipping.ts';
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

export interface LayerRequest {
  readonly name: string;
  readonly attackVersion: string;
  readonly rules: readonly CoveringRule[];
  /** Techniques of the timeline. */
  readonly seen: readonly string[];
}

/** What the queries of rules may name. */
export interface RuleSchema {
  /** For sentences. */
  readonly label: string;
  readonly schema: DatabaseSchema;
}

/** What the process for rules answers. Paths are absolute, of rules or (lint, complete, describe) tests; texts are those of the editor. */
export interface RuleCalls {
  readonly lint: Call<[path: string, text: string], LintedFile>;
  readonly complete: Call<[path: string, text: string, offset: number], readonly RuleCompletion[]>;
  readonly describe: Call<[path: string, text: string, offset: number], string | null>;
  readonly listTests: Call<[text: string], readonly ListedTest[]>;
  readonly runTests: Call<
    [path: string, options: { readonly mutate?: boolean; readonly only?: readonly string[] }],
    TestedFile
  >;
  readonly steps: Call<[path: string, test: string], readonly ShownStep[]>;
  readonly replay: Call<
    [ReplayRequest],
    ReplayResult & { readonly text: string },
    [done: number, total: number]
  >;
  /** What a connection is to be asked for, so that rules can be replayed over its answers. */
  readonly replayNeeds: Call<[paths: readonly string[]], ReplayNeeds>;
  readonly scaffold: Call<[ScaffoldRequest], Scaffold>;
  readonly coverage: Call<
    [CoverageRequest],
    RuleCoverage,
    [stage: CoverageStage, done: number, total: number]
  >;
  /** What a connection is to be asked, so that its answers are `CoverageRequest.fills`. */
  readonly fillQuestions: Call<[paths: readonly string[]], readonly FillQuestion[]>;
  /** A layer of ATT&CK Navigator, as the text of its file. */
  readonly navigatorLayer: Call<[LayerRequest], string>;
  readonly shipPlan: Call<[PlanRequest], Planned>;
  readonly rollbackPlan: Call<Parameters<typeof rollbackPlan>, Planned>;
  /** Gives the file of the result. */
  readonly shipped: Call<Parameters<typeof shipped>, string>;
  readonly pulled: Call<Parameters<typeof pulled>, Awaited<ReturnType<typeof pulled>>>;
  readonly onlyDeployed: Call<Parameters<typeof onlyDeployed>, Awaited<ReturnType<typeof onlyDeployed>>>;
  /** What lint and completion go by from now on; null: the published tables. */
  readonly useSchema: Call<[RuleSchema | null], null>;
  /** Files beside rules changed. */
  readonly forget: Call<[], null>;
}
