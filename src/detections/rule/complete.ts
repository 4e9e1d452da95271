import type { Column } from '../../domain/kustoType.ts';
import { techniques, tactics } from '../../attack/data/attackData.ts';
import { sentinelTactic } from '../lint/sentinelTactics.ts';
import { ENTITY_TYPES } from './entityTypes.ts';
import {
  completeNames,
  completeWords,
  describeFieldOf,
  type RuleCompletion,
  valuesNamed,
} from './completeFields.ts';
import { fieldAt } from './fieldAt.ts';
import { FIELDS } from './fields.ts';
import { placeAt } from './yamlPlace.ts';

/** What completion knows beyond the file itself. */
export interface CompletionFacts {
  readonly attackVersion: string;
  /** Output columns of the file's query; asked for where a column is to be named. */
  columns(): readonly Column[];
}

/** What may stand at a place of a rule file; nothing inside the query or where the file says nothing of its place. */
export function completeRule(
  text: string,
  offset: number,
  facts: CompletionFacts,
): readonly RuleCompletion[] {
  const place = placeAt(text, offset, FIELDS);
  if (!place) return placeholdersAt(text, offset, facts);
  if (place.at === 'value') return valuesOf(place.path, text, offset, facts);
  return completeNames(FIELDS, place, text, offset);
}

/** What the field at a place means. */
export function describeField(text: string, offset: number): string | undefined {
  return describeFieldOf(FIELDS, text, offset);
}

/** Columns after `{{` in the name or the description of alerts. */
function placeholdersAt(text: string, offset: number, facts: CompletionFacts): readonly RuleCompletion[] {
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  if (!/^\s*alert(DisplayName|Description)Format\s*:.*\{\{\w*$/.test(line)) return [];
  return columnsOf(facts);
}

function columnsOf(facts: CompletionFacts): readonly RuleCompletion[] {
  return facts
    .columns()
    .map(({ name, type }) => ({ kind: 'value', label: name, detail: type, insert: name }));
}

/** Fields whose value is a column of the query's answer. */
const COLUMN_FIELDS = ['columnName', 'alertSeverityColumnName', 'alertTacticsColumnName'];

function valuesOf(
  path: readonly string[],
  text: string,
  offset: number,
  facts: CompletionFacts,
): readonly RuleCompletion[] {
  const name = path.at(-1) ?? '';
  const version = facts.attackVersion;
  const isDynamicProperty = name === 'value' && path.at(-2) === 'alertDynamicProperties';
  if (COLUMN_FIELDS.includes(name) || path.at(-2) === 'customDetails' || isDynamicProperty)
    return columnsOf(facts);
  if (name === 'tactics')
    return tactics(version).map((tactic) => ({
      kind: 'value',
      label: sentinelTactic(tactic.shortname),
      detail: tactic.name,
      insert: sentinelTactic(tactic.shortname),
    }));
  if (name === 'relevantTechniques')
    return [...techniques(version).values()]
      .filter(({ revokedBy, deprecated }) => revokedBy === null && !deprecated)
      .map(({ id, name: title }) => ({ kind: 'value', label: id, detail: title, insert: id }));
  if (name === 'entityType') return valuesNamed(Object.keys(ENTITY_TYPES));
  if (name === 'identifier') {
    const type = [...text.slice(0, offset).matchAll(/entityType:\s*(\w+)/g)].at(-1)?.[1] ?? '';
    return valuesNamed(ENTITY_TYPES[type]?.identifiers ?? [], type);
  }
  return completeWords(fieldAt(FIELDS, path)?.form);
}
