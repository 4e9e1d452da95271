import type { Column } from '../../domain/kustoType.ts';
import { techniques, tactics } from '../../attack/data/attackData.ts';
import { sentinelTactic } from '../lint/sentinelTactics.ts';
import { ENTITY_TYPES } from './entityTypes.ts';
import { type Field, FIELDS, type Form } from './fields.ts';

export interface RuleCompletion {
  readonly kind: 'field' | 'value';
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
}

interface Place {
  /** Names of the fields around, outermost first. */
  readonly path: readonly string[];
  /** What is being written: the name of a field, or its value. */
  readonly at: 'name' | 'value';
}

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
  const place = placeAt(text, offset);
  if (!place) return placeholdersAt(text, offset, facts);
  if (place.at === 'value') return valuesOf(place.path, text, offset, facts);
  const top = place.path.length === 0;
  const fields = top ? FIELDS : (fieldAt(place.path)?.fields ?? []);
  const there = top ? new Set(fieldsBut(text, offset)) : undefined;
  return fields
    .filter(({ name }) => !there?.has(name))
    .map(({ name, about, value }) => ({
      kind: 'field',
      label: name,
      detail: about,
      insert: `${name}:${value.form === 'list' || value.form === 'record' || value.form === 'map' ? '' : ' '}`,
    }));
}

/** What the field at a place means. */
export function describeField(text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = text.slice(start, endOfLine(text, start));
  const name = /^\s*(?:- )?([A-Za-z][\w-]*)\s*:/.exec(line)?.[1];
  const place = placeAt(text, start + line.length - line.trimStart().length);
  if (name === undefined || !place) return undefined;
  const fields = place.path.length === 0 ? FIELDS : (fieldAt(place.path)?.fields ?? []);
  return fields.find((field) => field.name === name)?.about;
}

/** Names of the fields at the top of the file, without the line that is being written. */
function fieldsBut(text: string, offset: number): readonly string[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const others = text.slice(0, start) + text.slice(endOfLine(text, start));
  return [...others.matchAll(/^([A-Za-z][\w-]*):/gm)].map(([, name = '']) => name);
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
  const plain = (words: readonly string[], detail = ''): RuleCompletion[] =>
    words.map((label) => ({ kind: 'value', label, detail, insert: label }));
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
  if (name === 'entityType') return plain(Object.keys(ENTITY_TYPES));
  if (name === 'identifier') {
    const type = [...text.slice(0, offset).matchAll(/entityType:\s*(\w+)/g)].at(-1)?.[1] ?? '';
    return plain(ENTITY_TYPES[type]?.identifiers ?? [], type);
  }
  const form = fieldAt(path)?.form;
  if (form?.form === 'word') return plain(form.words);
  if (form?.form === 'flag') return plain(['true', 'false']);
  if (form?.form === 'duration') return plain(['5m', '15m', '1h', '4h', '1d', '7d', '14d']);
  return [];
}

function fieldAt(
  path: readonly string[],
): { readonly form: Form; readonly fields: readonly Field[] } | undefined {
  let fields: readonly Field[] = FIELDS;
  let form: Form | undefined;
  for (const name of path) {
    form = fields.find((field) => field.name === name)?.value;
    const inner = form?.form === 'list' ? form.of : form;
    fields = inner?.form === 'record' ? inner.fields : [];
  }
  return form && { form, fields };
}

/** By indents, so that it works in a file that is not whole yet. */
function placeAt(text: string, offset: number): Place | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const before = text.slice(start, offset);
  const own = indentOf(before);
  const path: string[] = [];
  const inList = /^\s*-/.test(before);
  let indent = own;
  for (const line of text.slice(0, start).split('\n').reverse()) {
    if (line.trim() === '' || line.trim().startsWith('#')) continue;
    const at = indentOf(line);
    const key = /^\s*(?:- )?([A-Za-z][\w-]*)\s*:\s*(.*)$/.exec(line);
    if (!key) continue;
    const [, name = '', rest = ''] = key;
    // A list may stand at the indent of its field.
    const holdsList = at === indent && inList && path.length === 0 && rest === '' && !/^\s*-/.test(line);
    if (at >= indent && !holdsList) continue;
    if (/^[|>]/.test(rest)) return undefined;
    path.unshift(name);
    indent = at;
    if (at === 0) break;
  }
  const value = /^\s*(?:- )?([A-Za-z][\w-]*)\s*:\s+\S*$/.exec(before)?.[1];
  if (value !== undefined) return { path: [...path, value], at: 'value' };
  if (/^\s*- \S*$/.test(before)) {
    const form = fieldAt(path)?.form;
    return { path, at: form?.form === 'list' && form.of.form === 'record' ? 'name' : 'value' };
  }
  return /^\s*(?:- )?[\w-]*$/.test(before) ? { path, at: 'name' } : undefined;
}

/** Of what a line says: after the dash of a list's element. */
function indentOf(line: string): number {
  return /^\s*(?:- )?/.exec(line)?.[0].length ?? 0;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
