import { type Dynamic, parseDynamic, printDynamic } from '../values/dynamic.ts';
import { type ScalarEntry, udf } from './entry.ts';

export interface ReduceOptions {
  /** The share of the rows that must have a word at a place. */
  readonly threshold: number;
  /** Characters that part words; any that is no ASCII letter or digit where none are given. */
  readonly characters?: string;
}

interface Cluster {
  readonly representative: string;
  count: bigint;
}

const OTHERS = 'others';
/** Never part of a pattern, however frequent: the documentation's own examples reduce ten numbers to a wildcard. */
const NUMBER = /^[0-9]+$/;

/** Words and what stands between them, in turn, a word first. */
function partsOf(text: string, characters: string | undefined): string[] {
  const isSeparator = (c: string): boolean =>
    characters === undefined ? !/[A-Za-z0-9]/.test(c) : characters.includes(c);
  const parts = [''];
  for (const c of text) {
    if (isSeparator(c) === (parts.length % 2 === 1)) parts.push(c);
    else parts[parts.length - 1] = (parts.at(-1) ?? '') + c;
  }
  return parts;
}

/**
 * Clusters of texts as Vaarandi's SLCT makes them: words that are frequent at their place are kept, the others are wildcards;
 * texts of one pattern are one cluster, where it is frequent itself.
 */
function clusters(texts: readonly string[], options: ReduceOptions): Map<string, Cluster> {
  const least = Math.max(2, options.threshold * texts.length);
  const parted = texts.map((text) => partsOf(text, options.characters));
  const words = new Map<string, number>();
  const keyOf = (word: string, place: number): string => `${place} ${word}`;
  for (const parts of parted)
    parts.forEach((word, place) => {
      if (place % 2 === 0 && word !== '' && !NUMBER.test(word))
        words.set(keyOf(word, place), (words.get(keyOf(word, place)) ?? 0) + 1);
    });
  const found = new Map<string, Cluster>();
  texts.forEach((text, i) => {
    const pattern = patternOf(
      parted[i] ?? [],
      (word, place) => (words.get(keyOf(word, place)) ?? 0) >= least,
    );
    const cluster = found.get(pattern);
    if (cluster) cluster.count++;
    else found.set(pattern, { representative: text, count: 1n });
  });
  const kept = new Map<string, Cluster>();
  let others = 0n;
  for (const [pattern, cluster] of found)
    if (pattern !== '*' && Number(cluster.count) >= least) kept.set(pattern, cluster);
    else others += cluster.count;
  if (others > 0n) kept.set(OTHERS, { representative: '', count: others });
  return kept;
}

/** A wildcard takes in what parts it from the words beside it, but for white space. */
function patternOf(parts: readonly string[], isFrequent: (word: string, place: number) => boolean): string {
  const shown = parts.map((part, place) =>
    place % 2 === 1 || part === '' || isFrequent(part, place) ? part : '*',
  );
  return shown
    .map((part, place) => {
      const besideWildcard = shown[place - 1] === '*' || shown[place + 1] === '*';
      return place % 2 === 1 && besideWildcard && !/^\s+$/.test(part) ? '' : part;
    })
    .join('')
    .replace(/\*+/g, '*');
}

export const REDUCE: readonly ScalarEntry[] = [
  udf('reduced', ['string', 'string'], 'string', (rows: string, spec: string) => {
    const all = parseDynamic(rows) ?? null;
    const texts = (Array.isArray(all) ? all : []).map((row): string =>
      Array.isArray(row) && typeof row[0] === 'string' ? row[0] : '',
    );
    return printDynamic(
      [...clusters(texts, JSON.parse(spec) as ReduceOptions)]
        .sort(([, a], [, b]) => Number(b.count - a.count))
        .map(([pattern, { count, representative }]): Dynamic => [pattern, count, representative]),
    );
  }),
];
