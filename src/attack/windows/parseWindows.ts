import { type Guard, isArrayOf, isCount, isRecord, isRecordOf, isString } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import { isConfidence, isEntityKind, isSeverity } from '../../domain/guards.ts';
import { checkTechnique } from '../mapping/checkTechnique.ts';
import { columnsOf, parseRowText } from '../mapping/rowText.ts';
import { readRuleFile, RuleReader } from '../mapping/ruleReader.ts';
import type { SampleRun, WindowMeasure, WindowRule } from './windowRule.ts';

const isRow: Guard<JsonObject> = (value): value is JsonObject => isRecord(value);
const FILE_KEYS = new Set(['attackVersion', 'rules']);
const RULE_KEYS = new Set(
  'id tables where by entities burst new periodic then title technique tactic confidence severity reason fires quiet'.split(
    ' ',
  ),
);
const KINDS = ['burst', 'new', 'periodic', 'then'] as const;
const MEASURE_KEYS = new Set('window measure atLeast among history table where by within'.split(' '));
const RUN_KEYS = new Set('at every events table row'.split(' '));
const SPAN = /^\d+(?:d|h|m|s)$/;
const NAME = /^[A-Za-z_]\w*$/;

/** Reads one file of window rules, as strictly as the rules of single rows are read. */
export function parseWindowRules(text: string, file: string): readonly WindowRule[] {
  const reader = readRuleFile(text, file, FILE_KEYS);
  const attackVersion = reader.read('attackVersion', isString);
  return reader.read('rules', isArrayOf(isRow)).map((rule) => parseRule(rule, file, attackVersion));
}

function parseRule(value: JsonObject, file: string, attackVersion: string): WindowRule {
  const id = isString(value['id']) ? value['id'] : '(no id)';
  const reader = new RuleReader(file, id, value, RULE_KEYS);
  const by = Object.entries(reader.read('by', isRecordOf(isString)));
  const names = by.map(([name]) => name);
  const known = (columns: readonly string[]): void => {
    const stray = columns.find((column) => ![...names, 'InWindow'].includes(column));
    if (stray !== undefined) reader.fail(`uses ${stray}, which \`by\` does not name`);
  };
  if (names.length === 0 || !names.every((name) => NAME.test(name))) reader.fail('needs names in `by`');
  const entities = Object.entries(reader.read('entities', isRecordOf(isEntityKind), {}));
  const title = reader.attempt(() => parseRowText(reader.read('title', isString), {}));
  known([...entities.map(([column]) => column), ...columnsOf(title)]);
  const measure = measureOf(reader, file, id, value);
  if (measure.kind === 'new') known(measure.among);
  if (measure.kind === 'then' && measure.by.map(([name]) => name).join() !== names.join())
    reader.fail('needs the same names in the `by` of what follows');
  const rule = {
    id,
    tables: reader.read('tables', isArrayOf(isString)),
    where: reader.read('where', isString),
    by,
    entities: entities.map(([column, kind]) => ({ column, kind })),
    measure,
    title,
    technique: reader.read('technique', isString),
    attackVersion,
    tactic: reader.read('tactic', isString),
    confidence: reader.read('confidence', isConfidence),
    severity: reader.read('severity', isSeverity),
    reason: reader.read('reason', isString),
    fires: runs(reader, file, id, 'fires'),
    quiet: runs(reader, file, id, 'quiet'),
  };
  checkTechnique(reader, rule);
  return rule;
}

function measureOf(rule: RuleReader, file: string, id: string, value: JsonObject): WindowMeasure {
  const kinds = KINDS.filter((kind) => kind in value);
  const [kind] = kinds;
  if (kind === undefined || kinds.length > 1) rule.fail(`needs one of ${KINDS.join(', ')}`);
  const reader = new RuleReader(file, id, value[kind], MEASURE_KEYS);
  const span = (key: string): string => {
    const text = reader.read(key, isString);
    if (!SPAN.test(text)) reader.fail(`has a ${key} that is no timespan such as 10m`);
    return text;
  };
  switch (kind) {
    case 'burst':
      return {
        kind,
        window: span('window'),
        measure: reader.read('measure', isString, 'count()'),
        atLeast: reader.read('atLeast', isCount),
      };
    case 'new':
      return {
        kind,
        among: reader.read('among', isArrayOf(isString)),
        history: span('history'),
        atLeast: reader.read('atLeast', isCount, 1),
      };
    case 'periodic':
      return { kind, atLeast: reader.read('atLeast', isCount) };
    case 'then':
      return {
        kind,
        table: reader.read('table', isString),
        where: reader.read('where', isString),
        by: Object.entries(reader.read('by', isRecordOf(isString))),
        within: span('within'),
      };
  }
}

function runs(rule: RuleReader, file: string, id: string, key: 'fires' | 'quiet'): readonly SampleRun[] {
  const found = rule.read(key, isArrayOf(isRow)).map((value): SampleRun => {
    const reader = new RuleReader(file, id, value, RUN_KEYS);
    const span = isMatching(SPAN);
    return {
      at: reader.read('at', span, '0s'),
      every: reader.read('every', span, '1s'),
      events: reader.read('events', isCount, 1),
      table: reader.read('table', isString, '') || null,
      row: reader.read('row', isRow),
    };
  });
  if (found.length === 0) rule.fail(`has no ${key}`);
  return found;
}

function isMatching(pattern: RegExp): Guard<string> {
  return (value): value is string => isString(value) && pattern.test(value);
}
