import { ticksFromIso } from '../base/ticks.ts';
import type { KustoType } from './kustoType.ts';
import { isNumeric } from './result.ts';

/** What a filter's text asks for. */
export type FilterCondition =
  | { readonly kind: 'empty' | 'filled' }
  | { readonly kind: 'contains' | 'excludes' | 'equals' | 'differs' | 'matches'; readonly value: string }
  | { readonly kind: 'compares'; readonly sign: '<' | '<=' | '>' | '>='; readonly value: string }
  | { readonly kind: 'between'; readonly from: string; readonly to: string };

/**
 * Reads what a person typed over a column: `text` (contains), `!text`, `=text`, `!=text`, `=` (empty), `!=` (not empty),
 * `/regex/`, and where the type has an order `>5`, `<=5`, `5..10`. Undefined where nothing is asked; a string says what is
 * wrong.
 */
export function readFilter(text: string, type: KustoType): FilterCondition | string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (trimmed === '=') return { kind: 'empty' };
  if (trimmed === '!=') return { kind: 'filled' };
  const regex = /^\/(.+)\/$/.exec(trimmed)?.[1];
  if (regex !== undefined) return { kind: 'matches', value: regex };
  if (trimmed.startsWith('!=')) return { kind: 'differs', value: trimmed.slice(2).trim() };
  if (trimmed.startsWith('=')) return { kind: 'equals', value: trimmed.slice(1).trim() };
  if (trimmed.startsWith('!')) return { kind: 'excludes', value: trimmed.slice(1).trim() };
  return (hasOrder(type) ? ordered(trimmed, type) : undefined) ?? { kind: 'contains', value: trimmed };
}

function ordered(text: string, type: KustoType): FilterCondition | string | undefined {
  const compared = /^(<=|>=|<|>)\s*(.*)$/.exec(text);
  if (compared) {
    const value = scalar(compared[2] ?? '', type);
    return value === undefined
      ? `"${compared[2] ?? ''}" is not a ${type}`
      : { kind: 'compares', sign: compared[1] as '<' | '<=' | '>' | '>=', value };
  }
  const parts = text.split('..');
  const from = scalar(parts[0] ?? '', type);
  const to = scalar(parts[1] ?? '', type);
  return parts.length === 2 && from !== undefined && to !== undefined
    ? { kind: 'between', from, to }
    : undefined;
}

/** The text of a literal of the type, without its type's name; undefined where it is none. */
function scalar(text: string, type: KustoType): string | undefined {
  const trimmed = text.trim();
  if (isNumeric(type)) return /^-?\d{1,30}(?:\.\d{1,30})?$/.test(trimmed) ? trimmed : undefined;
  if (type === 'timespan')
    return /^-?(?:\d+\.)?\d\d?:\d\d(?::\d\d(?:\.\d{1,7})?)?$/.test(trimmed) ? trimmed : undefined;
  const iso = trimmed.replace(' ', 'T');
  return ticksFromIso(iso) === undefined ? undefined : iso;
}

export function hasOrder(type: KustoType): boolean {
  return isNumeric(type) || type === 'datetime' || type === 'timespan';
}
