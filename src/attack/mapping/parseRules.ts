import { type Document, parseDocument } from 'yaml';
import { AzimuthError } from '../../base/errors.ts';
import { type Guard, isArrayOf, isOneOf, isRecord, isRecordOf, isString } from '../../base/guards.ts';
import type { JsonObject } from '../../base/json.ts';
import { isConfidence, isEntityKind, isSeverity } from '../../domain/guards.ts';
import { KUSTO_TYPES } from '../../domain/kustoType.ts';
import { tactics, technique } from '../data/attackData.ts';
import { columnsOf, parseRowReference, parseRowText, type RowText } from './rowText.ts';
import type { MappingRule, RuleSet } from './rule.ts';

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
  const document = parseDocument(text, { uniqueKeys: true });
  const fault = document.errors[0];
  if (fault) throw badRules(file, '', fault.message);
  const reader = new Reader(file, '', withoutAliases(document, file), SET_KEYS);
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

/** Aliases are refused: nested ones grow a page of text to gigabytes. */
function withoutAliases(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw badRules(file, '', error instanceof Error ? error.message : String(error));
  }
}

function parseRule(
  value: JsonObject,
  file: string,
  set: Pick<RuleSet, 'attackVersion' | 'columns'> & { readonly aliases: Readonly<Record<string, string>> },
): MappingRule {
  const name = isString(value['id']) ? value['id'] : '(no id)';
  const reader = new Reader(file, name, value, RULE_KEYS);
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
  if (rule.technique !== '') {
    const known = technique(rule.technique, set.attackVersion);
    if (!known || known.revokedBy !== null || known.deprecated)
      reader.fail(`${rule.technique} is not an active technique of ATT&CK ${set.attackVersion}`);
    else if (!known.tactics.includes(rule.tactic))
      reader.fail(
        `${rule.technique} is not in the tactic ${rule.tactic}; it is in ${known.tactics.join(', ')}`,
      );
  } else if (!tactics(set.attackVersion).some((tactic) => tactic.shortname === rule.tactic)) {
    reader.fail(`${rule.tactic} is not a tactic of ATT&CK ${set.attackVersion}`);
  }
  if (rule.fires.length === 0 || rule.quiet.length === 0)
    reader.fail('needs at least one row on which it fires and one on which it does not');
  reader.knows(
    [...columnsOf(title), ...[...rule.fires, ...rule.quiet].flatMap((row) => Object.keys(row))],
    set.columns,
  );
  return rule;
}

/** Typed access to the members of one mapping of the file; every failure names the file and the rule. */
class Reader {
  readonly #file: string;
  readonly #rule: string;
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(file: string, rule: string, value: unknown, keys: ReadonlySet<string>) {
    this.#file = file;
    this.#rule = rule;
    if (!isRecord(value)) this.fail('is not a mapping of keys to values');
    this.#members = value;
    const unknown = Object.keys(value).find((key) => !keys.has(key));
    if (unknown !== undefined) this.fail(`has the unknown key "${unknown}"`);
  }

  read<T>(key: string, guard: Guard<T>, otherwise?: T): T {
    const value = this.#members[key];
    if (value === undefined && otherwise !== undefined) return otherwise;
    if (!guard(value)) this.fail(value === undefined ? `has no ${key}` : `has a ${key} of the wrong form`);
    return value;
  }

  attempt<T>(parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      if (error instanceof SyntaxError) this.fail(error.message);
      throw error;
    }
  }

  knows(names: readonly string[], columns: RuleSet['columns']): void {
    const unknown = names.find((name) => !(name in columns));
    if (unknown !== undefined) this.fail(`uses the column ${unknown}, which \`columns\` does not list`);
  }

  fail(message: string): never {
    throw badRules(this.#file, this.#rule, message);
  }
}

function badRules(file: string, rule: string, message: string): AzimuthError {
  const where = rule === '' ? file : `${file}, rule ${rule}`;
  return new AzimuthError('attack.bad-rules', `${where}: ${message}`, {
    unharmed: 'the case is unchanged',
    next: [`Correct ${file}.`],
  });
}
