import { basename, dirname, join, resolve } from 'node:path';
import { mutantsOf } from '../detections/mutate/mutants.ts';
import { RuleSource, YamlSource } from '../detections/rule/source.ts';
import type { TestFacts } from '../detections/test/completeTest.ts';
import { SHAPE_IDS } from '../logs/shapes/index.ts';
import type { RuleLinter } from './lintFiles.ts';
import { readText } from './ruleFiles.ts';

/** The rule of a test file: the one that it names, else the one of the same name beside it. */
export function rulePathOf(testPath: string, rule: string | undefined): string {
  return rule === undefined
    ? join(dirname(testPath), basename(testPath).replace(/\.test(\.ya?ml)$/i, '$1'))
    : resolve(dirname(testPath), rule);
}

/** The query of the rule that a test file is for; undefined where there is no such file. */
export async function testedQuery(
  testPath: string,
  source: YamlSource,
): Promise<{ readonly path: string; readonly query: string | undefined }> {
  const said = source.textAt(['rule']);
  const path = rulePathOf(testPath, said === '' ? undefined : said);
  const text = await readText(path).catch(() => undefined);
  return { path, query: text === undefined ? undefined : new RuleSource(text).textAt(['query']) };
}

/** What completion in a test file knows. */
export async function testFacts(path: string, text: string, linter: RuleLinter): Promise<TestFacts> {
  const tested = await testedQuery(path, new YamlSource(text));
  const inspector = await linter.inspector(tested.path);
  const inspected = inspector.inspect(tested.query ?? '');
  return {
    tables: () => inspector.source.tableNames(),
    columns: (table) => inspector.source.table(table)?.columns ?? [],
    answer: () => inspected.columns,
    mutants: () => mutantsOf(tested.query ?? '', inspected.root).map(({ id }) => id),
    shapes: () => SHAPE_IDS,
  };
}
