import type { Dynamic } from '../values/dynamic.ts';

export type PathStep = string | number;

/** `$.a['b'][0]` as steps; undefined where it is not such a path. */
export function jsonPath(text: string): PathStep[] | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: PathStep[] = [];
  const pattern = /\.([^.[\]]+)|\[\s*(-?\d+)\s*\]|\[\s*'([^']*)'\s*\]|\[\s*"([^"]*)"\s*\]/y;
  pattern.lastIndex = 1;
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (!match) return undefined;
    steps.push(match[2] === undefined ? (match[1] ?? match[3] ?? match[4] ?? '') : Number(match[2]));
  }
  return steps;
}

export function valueAt(value: Dynamic, path: readonly PathStep[]): Dynamic | undefined {
  let at: Dynamic | undefined = value;
  for (const step of path) {
    if (typeof step === 'string') at = at instanceof Map ? at.get(step) : undefined;
    else at = Array.isArray(at) ? at.at(step) : undefined;
    if (at === undefined) return undefined;
  }
  return at;
}

/** Sets a value, making the bags on the way; a key that was there moves to the end. */
export function setAt(bag: Map<string, Dynamic>, path: readonly PathStep[], value: Dynamic): void {
  let at = bag;
  for (const step of path.slice(0, -1)) {
    const key = String(step);
    const next = at.get(key);
    if (next instanceof Map) at = next;
    else {
      const made = new Map<string, Dynamic>();
      at.set(key, made);
      at = made;
    }
  }
  at.set(String(path.at(-1)), value);
}
