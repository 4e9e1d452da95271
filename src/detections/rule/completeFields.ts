import { ANY_NAME, fieldAt } from './fieldAt.ts';
import type { Field, Form } from './fields.ts';
import { endOfLine, placeAt, type YamlPlace } from './yamlPlace.ts';

export interface RuleCompletion {
  readonly kind: 'field' | 'value';
  readonly label: string;
  readonly detail: string;
  readonly insert: string;
}

/** Fields that may be written at a place; those that the top of the file has already are left out there. */
export function completeNames(
  fields: readonly Field[],
  { path }: YamlPlace,
  text: string,
  offset: number,
): readonly RuleCompletion[] {
  const top = path.length === 0;
  const there = top ? new Set(fieldsBut(text, offset)) : undefined;
  return (top ? fields : (fieldAt(fields, path)?.fields ?? []))
    .filter(({ name }) => name !== ANY_NAME && !there?.has(name))
    .map(({ name, about, value }) => ({
      kind: 'field',
      label: name,
      detail: about,
      insert: `${name}:${isNested(value) ? '' : ' '}`,
    }));
}

function isNested({ form }: Form): boolean {
  return form === 'list' || form === 'record' || form === 'map';
}

/** Values that the form of a field names itself. */
export function completeWords(form: Form | undefined): readonly RuleCompletion[] {
  switch (form?.form) {
    case 'word':
      return valuesNamed(form.words);
    case 'flag':
      return valuesNamed(['true', 'false']);
    case 'duration':
      return valuesNamed(['5m', '15m', '1h', '4h', '1d', '7d', '14d']);
    default:
      return [];
  }
}

export function valuesNamed(words: readonly string[], detail = ''): readonly RuleCompletion[] {
  return words.map((label) => ({ kind: 'value', label, detail, insert: label }));
}

/** What the field at a place means. */
export function describeFieldOf(fields: readonly Field[], text: string, offset: number): string | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = endOfLine(text, start);
  for (const match of text
    .slice(start, end)
    .matchAll(/(^\s*(?:- )?|[{,]\s*["']?)([$A-Za-z][\w$-]*)["']?\s*:/g)) {
    const from = start + match.index + (match[1] ?? '').length;
    const name = match[2] ?? '';
    if (offset < from || offset > from + name.length) continue;
    const place = placeAt(text, from, fields);
    if (place?.at !== 'name') return undefined;
    const inner = place.path.length === 0 ? fields : (fieldAt(fields, place.path)?.fields ?? []);
    return inner.find((field) => field.name === name)?.about;
  }
  return undefined;
}

/** Names of the fields at the top of the file, without the line that is being written. */
function fieldsBut(text: string, offset: number): readonly string[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const others = text.slice(0, start) + text.slice(endOfLine(text, start));
  return [...others.matchAll(/^([A-Za-z][\w-]*):/gm)].map(([, name = '']) => name);
}
