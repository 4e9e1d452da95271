import type { UnrollStep } from '../../../domain/logMapping.ts';
import type { Spellings } from './spellings.ts';
import { pointer, text } from './sqlText.ts';

/**
 * `SELECT r, sub, raw, j`: a row per innermost element, its raw record an object of the kept fields and `item`.
 * Fields of the record's root are found in any case, those inside lists as they are documented.
 */
export function unrolledSql(from: string, steps: readonly UnrollStep[], spellings: Spellings): string {
  const kept: string[] = [];
  const level = (index: number, json: string): string => {
    const step = steps[index];
    if (!step) return '[]';
    for (const [key, path] of Object.entries(step.keep)) {
      const spelled = index === 0 ? (spellings.resolve(path)[0] ?? path) : path;
      kept.push(`${text(key)}, json_extract(${json}, ${text(pointer(spelled))})`);
    }
    const lists = index === 0 ? (spellings.resolve(step.list)[0] ?? step.list) : step.list;
    const elements = `coalesce(json_extract(${json}, ${text(pointer(lists))})::JSON[], [])`;
    const element = `e${index}`;
    if (index === steps.length - 1)
      return `list_transform(${elements}, lambda ${element}: json_object(${[...kept, `'item', ${element}`].join(', ')}))`;
    return `flatten(list_transform(${elements}, lambda ${element}: ${level(index + 1, element)}))`;
  };
  return `SELECT r, generate_subscripts(l, 1) AS sub, unnest(l) AS raw FROM (SELECT r, ${level(0, 'j')} AS l FROM (${from}))`;
}

/** The keys of an unrolled record. */
export function unrolledKeys(steps: readonly UnrollStep[]): readonly string[] {
  return [...steps.flatMap(({ keep }) => Object.keys(keep)), 'item'];
}
