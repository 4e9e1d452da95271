import { isScalar, parseDocument } from 'yaml';
import { Region } from './region.ts';

/** A key that a rule or a hunting query of the community has, and other files with a `query` hardly do. */
const KEYS_OF_A_RULE = [
  'kind',
  'severity',
  'tactics',
  'relevantTechniques',
  'queryFrequency',
  'triggerOperator',
];

/** The KQL of a rule: its `query: |` block. A query in another style has no lines of its own and is left alone. */
export function queryOfRule(text: string): readonly Region[] {
  if (!/^query:/m.test(text)) return [];
  const rule = parseDocument(text, { logLevel: 'silent', strict: false });
  const query: unknown = rule.get('query', true);
  if (!isScalar(query) || query.type !== 'BLOCK_LITERAL' || !query.range) return [];
  if (!KEYS_OF_A_RULE.some((key) => rule.has(key))) return [];
  const [begin, end] = query.range;
  return blockRegion(text, text.indexOf('\n', begin) + 1, end);
}

function blockRegion(text: string, start: number, end: number): readonly Region[] {
  if (start === 0) return [];
  const lines = text.slice(start, end).split('\n');
  const indent = /^ */.exec(lines.find((line) => line.trim() !== '') ?? '')?.[0] ?? '';
  if (indent === '') return [];
  const pieces: { inner: number; outer: number; length: number }[] = [];
  let inner = '';
  let outer = start;
  for (const line of lines) {
    const cut = Math.min(indent.length, line.length);
    const kept = line.slice(cut).replace(/\r$/, '');
    pieces.push({ inner: inner.length, outer: outer + cut, length: kept.length });
    inner += `${kept}\n`;
    outer += line.length + 1;
  }
  const [first, ...others] = pieces;
  return first ? [new Region(inner, [first, ...others], indent)] : [];
}
