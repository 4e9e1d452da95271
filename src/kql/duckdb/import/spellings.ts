import type { FieldPath } from '../../../domain/logMapping.ts';
import { pointer } from './sqlText.ts';

const isIndex = (key: string): boolean => /^\d+$/.test(key);

/** Which keys the records of a batch really have, by object; finds a path's spellings among them. */
export class Spellings {
  /** Pointer of an object → lower-case key → spellings. */
  readonly #objects = new Map<string, Map<string, string[]>>();

  add(object: FieldPath, keys: Iterable<string>): void {
    const at = pointer(object);
    const known = this.#objects.get(at) ?? new Map<string, string[]>();
    this.#objects.set(at, known);
    for (const key of keys) {
      const lower = key.toLowerCase();
      const spellings = known.get(lower) ?? [];
      known.set(lower, spellings);
      if (!spellings.includes(key)) spellings.push(key);
    }
  }

  keysOf(object: FieldPath): readonly string[] {
    return [...(this.#objects.get(pointer(object))?.values() ?? [])].flat();
  }

  /** Every spelling of the path that records have, the given one first; past an index it is taken as given. */
  resolve(path: FieldPath): readonly FieldPath[] {
    let found: readonly string[][] = [[]];
    for (const [depth, key] of path.entries()) {
      if (isIndex(key)) return found.map((prefix) => [...prefix, ...path.slice(depth)]);
      found = found.flatMap((prefix) => {
        const spellings = this.#objects.get(pointer(prefix))?.get(key.toLowerCase()) ?? [];
        return [...spellings]
          .sort((a, b) => Number(b === key) - Number(a === key))
          .map((spelling) => [...prefix, spelling]);
      });
    }
    return found;
  }

  /** The objects whose keys must be known to resolve the path, as far as they are known. */
  objectsOn(path: FieldPath): readonly FieldPath[] {
    const end = path.findIndex(isIndex);
    const named = end < 0 ? path : path.slice(0, end);
    return named.flatMap((_, depth) => this.resolve(named.slice(0, depth)));
  }
}
