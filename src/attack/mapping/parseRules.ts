import { type Guard, isArrayOf, isOneOf, isRecord, isRecordOf, isString } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import { isConfidence, isEntityKind, isSeverity } from '../../domain/guards.ts';
import { KUSTO_TYPES } from '../../domain/kustoType.ts';
import { tactics } from '../data/attackData.ts';
import { checkTechnique } from './checkTechnique.ts';
import { columnsOf, parseRowReference, parseRowText, type RowText } from './rowText.ts';
import type { MappingRule, RuleSet } from './rule.ts';
import { readRuleFile, RuleReader } from './ruleReader.ts';

const isKustoType = isOneOf(...KUSTO_TYPES);
const isRow: Guard<JsonObject> = (value): value is JsonObject => isRecord(value);

const SET_KEYS = new Set(
  'tables attackVersion columns let text entities named severityColumn sample rules'.split(' '),
);
const RULE_KEYS = new Set(
  'id title where also technique tactic confidence severity reason fires quiet'.split(' '),
);
const NAME = /^[A-Za-z_]\w*$/;
const RULE_ID = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

/**
 * Reads one file of mapping rules. Rejects with an AzimuthError `attack.bad-rules` that names the file, the rule and
 * what is wrong: nothing is guessed and no unknown key is passed over.
 */
export function parseRuleSet(text: string, file: string): RuleSet {
  const reader = readRuleFile(text, file, SET_KEYS);
  const columns = reader.read('columns', isRecordOf(isKustoType));
  const lets = Object.entries(reader.read('let', isRecordOf(isString), {}));
  const aliases = reader.read('text', isRecordOf(isString), {});
  const attackVersion = reader.read('attackVersion', isString);
  if (tactics(attackVersion).length === 0) reader.fail(`ATT&CK ${attackVersion} is not known`);
  for (const name of [...Object.keys(columns), ...lets.map(([letName]) => letName)])
    if (!NAME.test(name)) reader.fail(`"${name}" is not a column name`);
  for (const [name] of lets) if (name in columns) reader.fail(`let ${name} hides a column`);

  const severityColumn = reader.read('severityColumn', isString, '');
  const named = reader.read('named', isRecordOf(isString), {});
  const { column: namedColumn = '', attackVersion: namedVersion = '' } = named;
  const set = {
    file,
    tables: reader.read('tables', isArrayOf(isString)),
    attackVersion,
    columns,
    lets,
    entities: Object.entries(reader.read('entities', isRecordOf(isEntityKind), {})).map(([path, kind]) => ({
      path: reader.attempt(() => parseRowReference(path, aliases)),
      kind,
    })),
    named: namedColumn === '' ? null : { column: namedColumn, attackVersion: namedVersion },
    severityColumn: severityColumn === '' ? null : severityColumn,
    sample: reader.read('sample', isRow, {}),
  };
  const used = [
    ...set.entities.flatMap((entity) => columnsOf(entity.path)),
    ...Object.keys(set.sample),
    ...[namedColumn, severityColumn].filter((column) => column !== ''),
  ];
  reader.knows(used, columns);
  const rules = reader
    .read('rules', isArrayOf(isRow))
    .map((rule) => parseRule(rule, file, { attackVersion, columns, aliases }));
  const ids = rules.map((rule) => rule.id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) reader.fail(`two rules have the id ${twice}`);
  return { ...set, rules };
}

function parseRule(
  value: JsonObject,
  file: string,
  set: Pick<RuleSet, 'attackVersion' | 'columns'> & { readonly aliases: Readonly<Record<string, string>> },
): MappingRule {
  const name = isString(value['id']) ? value['id'] : '(no id)';
  const reader = new RuleReader(file, name, value, RULE_KEYS);
  if (!RULE_ID.test(name)) reader.fail('the id must be lower case, with dots and hyphens between words');
  const title: RowText = reader.attempt(() => parseRowText(reader.read('title', isString), set.aliases));
  const also = reader.read('also', isString, '');
  const rule = {
    id: name,
    title,
    where: reader.read('where', isString),
    also: also === '' ? null : also,
    technique: reader.read('technique', isString, ''),
    tactic: reader.read('tactic', isString),
    confidence: reader.read('confidence', isConfidence),
    severity: reader.read('severity', isSeverity),
    reason: reader.read('reason', isString),
    fires: reader.read('fires', isArrayOf(isRow)),
    quiet: reader.read('quiet', isArrayOf(isRow)),
  };
  checkTechnique(reader, { ...rule, attackVersion: set.attackVersion });
  if (rule.fires.length === 0 || rule.quiet.length === 0)
    reader.fail('needs at least one row on which it fires and one on which it does not');
  reader.knows(
    [...columnsOf(title), ...[...rule.fires, ...rule.quiet].flatMap((row) => Object.keys(row))],
    set.columns,
  );
  return rule;
}
