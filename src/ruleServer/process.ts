/** The child process in which rules are linted, tested and replayed for the editor; spoken to over its IPC channel. */
import { NEWEST_ATTACK_VERSION } from '../attack/data/attackData.ts';
import { type Handlers, isMessage, RpcServer } from '../base/rpc.ts';
import { coverageLayer, coverageOf } from '../detections/matrix/coverage.ts';
import { prettyJson } from '../base/prettyJson.ts';
import { completeRule, describeField } from '../detections/rule/complete.ts';
import { completeTest, describeTestField } from '../detections/test/completeTest.ts';
import { scaffoldRule } from '../detections/rule/scaffold.ts';
import { YamlSource } from '../detections/rule/source.ts';
import { readTestFile } from '../detections/test/testFile.ts';
import type { RuleCalls } from './api.ts';
import { RuleLinter } from './lintFiles.ts';
import { replayNeeds, replayRule } from './replayRule.ts';
import { replayText } from './replayText.ts';
import { isTestFile } from './ruleFiles.ts';
import { fillQuestions, ruleCoverage } from './ruleCoverage.ts';
import { onlyDeployed, pulled, rollbackPlan, shipped, shipPlan } from './shipping.ts';
import { RuleTests } from './ruleTests.ts';
import { testFacts } from './testedRule.ts';

let linter = new RuleLinter({});
const tests = new RuleTests();
/** Tests share one engine, so that one file is run at a time. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work, work);
  turn = result.catch(() => undefined);
  return result;
}

const handlers: Handlers<RuleCalls> = {
  lint: ([path, text]) => linter.lint(path, text),
  complete: async ([path, text, offset]) => {
    if (isTestFile(path)) return completeTest(text, offset, await testFacts(path, text, linter));
    const inspector = await linter.inspector(path);
    return completeRule(text, offset, {
      attackVersion: NEWEST_ATTACK_VERSION,
      columns: () => inspector.inspect(new YamlSource(text).textAt(['query'])).columns,
    });
  },
  describe: ([path, text, offset]) =>
    Promise.resolve((isTestFile(path) ? describeTestField : describeField)(text, offset) ?? null),
  listTests: ([text]) => {
    const source = new YamlSource(text);
    const listed = readTestFile(text).tests.map(({ name, span }) => ({
      name,
      line: source.position(span.start).line - 1,
    }));
    return Promise.resolve(listed);
  },
  runTests: ([path, options], { signal }) => inTurn(() => tests.run(path, options, undefined, signal)),
  steps: ([path, test], { signal }) => inTurn(() => tests.steps(path, test, signal)),
  replay: async ([request], { emit, signal }) => {
    const result = await replayRule(request, emit, signal);
    return { ...result, text: replayText(result) };
  },
  replayNeeds: ([paths]) => replayNeeds(paths),
  scaffold: ([request]) => Promise.resolve(scaffoldRule(request)),
  coverage: ([request], { emit, signal }) => inTurn(() => ruleCoverage(request, emit, signal)),
  fillQuestions: ([paths]) => fillQuestions(paths),
  navigatorLayer: ([{ name, attackVersion, rules, seen }]) =>
    Promise.resolve(prettyJson(coverageLayer(coverageOf(rules, seen, attackVersion), name))),
  shipPlan: ([request]) => shipPlan(request),
  rollbackPlan: ([request]) => rollbackPlan(request),
  shipped: ([request]) => shipped(request),
  pulled: ([request]) => pulled(request),
  onlyDeployed: ([request]) => onlyDeployed(request),
  useSchema: ([schema]) => {
    linter = new RuleLinter({ schema: schema ?? undefined });
    return Promise.resolve(null);
  },
  forget: () => {
    linter.forget();
    tests.forget();
    return Promise.resolve(null);
  },
};

const server = new RpcServer<RuleCalls>(handlers, (message) => {
  if (process.connected) process.send?.(message);
});
process.on('message', (message: unknown) => {
  if (isMessage(message)) server.receive(message);
});
process.once('disconnect', () => process.exit(0));
