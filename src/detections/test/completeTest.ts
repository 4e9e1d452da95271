import type { Column } from '../../domain/kustoType.ts';
import {
  completeNames,
  completeWords,
  describeFieldOf,
  type RuleCompletion,
  valuesNamed,
} from '../rule/completeFields.ts';
import { fieldAt } from '../rule/fieldAt.ts';
import { YamlSource } from '../rule/source.ts';
import { placeAt } from '../rule/yamlPlace.ts';
import { TEST_FIELDS } from './testFields.ts';

/** What completion knows of the rule that is tested and of the tables. */
export interface TestFacts {
  tables(): readonly string[];
  columns(table: string): readonly Column[];
  /** Output columns of the rule's query. */
  answer(): readonly Column[];
  /** Ids of the mutants of the rule's query. */
  mutants(): readonly string[];
  /** Shapes of exports that import knows. */
  shapes(): readonly string[];
}

/** What may stand at a place of a test file. */
export function completeTest(text: string, offset: number, facts: TestFacts): readonly RuleCompletion[] {
  const place = placeAt(text, offset, TEST_FIELDS);
  if (!place) return [];
  const { path, at } = place;
  if (at === 'value') return valuesOf(path, text, facts);
  const own = completeNames(TEST_FIELDS, place, text, offset);
  const holder = path.at(-1);
  if (holder === 'rows') return [...own, ...columnNames(facts.answer())];
  if (holder !== 'events' && holder !== 'quietWith' && path[0] !== 'templates') return own;
  if (path[0] === 'templates' && path.length < 2) return own;
  return [...own, ...columnNames(tablesAt(text, offset).flatMap((table) => facts.columns(table)))];
}

/** What the field at a place of a test file means. */
export function describeTestField(text: string, offset: number): string | undefined {
  return describeFieldOf(TEST_FIELDS, text, offset);
}

const OFFSETS = ['-5m', '-30m', '-1h', '-1d'];

function valuesOf(path: readonly string[], text: string, facts: TestFacts): readonly RuleCompletion[] {
  switch (path.at(-1)) {
    case '$table':
      return valuesNamed(facts.tables());
    case '$like':
      return valuesNamed(templatesOf(text));
    case '$shape':
      return valuesNamed(facts.shapes());
    case '$at':
    case '$newest':
      return valuesNamed(OFFSETS);
    case '$every':
      return valuesNamed(['1s', '20s', '1m', '1h']);
    case 'mutant':
      return facts
        .mutants()
        .map((id) => ({ kind: 'value', label: id, detail: '', insert: JSON.stringify(id) }));
    default:
      return completeWords(fieldAt(TEST_FIELDS, path)?.form);
  }
}

function columnNames(columns: readonly Column[]): readonly RuleCompletion[] {
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  return [...types].map(([label, detail]) => ({ kind: 'field', label, detail, insert: `${label}: ` }));
}

function templatesOf(text: string): readonly string[] {
  const block = /^templates:[^\n]*\n((?:[ \t#][^\n]*\n|\n)*)/m.exec(text)?.[1] ?? '';
  const indent = /^( +)\S/m.exec(block)?.[1] ?? '  ';
  return [...block.matchAll(new RegExp(`^${indent}([\\w-]+):`, 'gm'))].map(([, name = '']) => name);
}

/** The table of the event that is written at a place, by its own words or its template's; else all of the file. */
function tablesAt(text: string, offset: number): readonly string[] {
  const event = eventAround(text, offset);
  const said = (name: string): string | undefined =>
    new RegExp(`\\$${name}["']?\\s*:\\s*["']?([\\w-]+)`).exec(event)?.[1];
  const table = said('table') ?? new YamlSource(text).textAt(['templates', said('like') ?? '', '$table']);
  if (table !== '') return [table];
  return [...new Set([...text.matchAll(/\$table["']?\s*:\s*["']?(\w+)/g)].map(([, name = '']) => name))];
}

/** The lines of the list's element or of the template that a place is in. */
function eventAround(text: string, offset: number): string {
  const lines = text.split('\n');
  let first = text.slice(0, offset).split('\n').length - 1;
  let end = first + 1;
  while (first > 0 && !/^\s*- |^ {1,4}[\w-]+:\s*(\{|$)/.test(lines[first] ?? '')) first -= 1;
  const indent = indentOf(lines[first]);
  while (end < lines.length && indentOf(lines[end]) > indent) end += 1;
  return lines.slice(first, end).join('\n');
}

function indentOf(line = ''): number {
  return line.length - line.trimStart().length;
}
