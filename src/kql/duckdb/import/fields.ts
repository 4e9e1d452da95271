import type { FieldPath } from '../../../domain/logMapping.ts';
import { name, pointer, text } from './sqlText.ts';

interface Leaf {
  json: boolean;
}
type Tree = Map<string, Tree | Leaf>;

/**
 * The fields that a mapping reads of a record, gathered into one structure that DuckDB parses in one pass; those that
 * the structure cannot hold (an array's element, an object that is also wanted as a whole, a second spelling) are
 * looked up one by one.
 */
export class Fields {
  readonly #root: Tree = new Map();

  /** Declares a field; `sqlOf` is valid once all are declared. */
  want(path: FieldPath, json: boolean): void {
    let tree = this.#root;
    if (path.some((key) => /^\d+$/.test(key))) return;
    for (const [depth, key] of path.entries()) {
      const clash = [...tree.keys()].find(
        (other) => other !== key && other.toLowerCase() === key.toLowerCase(),
      );
      if (clash !== undefined) return;
      const next = tree.get(key);
      if (depth === path.length - 1) {
        if (next === undefined) tree.set(key, { json });
        else if (!(next instanceof Map) && json) next.json = true;
        return;
      }
      if (next instanceof Map) tree = next;
      else {
        // An object's members are worth more in the structure than the object as a whole.
        const inner: Tree = new Map();
        tree.set(key, inner);
        tree = inner;
      }
    }
  }

  /** `from_json` of the column `j`; undefined where no field is wanted. */
  structure(): string | undefined {
    return this.#root.size === 0 ? undefined : `from_json(j, ${text(specification(this.#root))})`;
  }

  /** The field as text, NULL where it is missing or null; `x` is the structure. */
  textOf(path: FieldPath): string {
    const leaf = this.#leaf(path);
    if (!leaf) return `json_extract_string(j, ${text(pointer(path))})`;
    return leaf.json ? `(${reference(path)} ->> '$')` : reference(path);
  }

  /** The field as JSON text. */
  jsonOf(path: FieldPath): string {
    const leaf = this.#leaf(path);
    return leaf?.json === true
      ? `${reference(path)}::VARCHAR`
      : `json_extract(j, ${text(pointer(path))})::VARCHAR`;
  }

  #leaf(path: FieldPath): Leaf | undefined {
    let at: Tree | Leaf | undefined = this.#root;
    for (const key of path) at = at instanceof Map ? at.get(key) : undefined;
    return at instanceof Map ? undefined : at;
  }
}

const reference = (path: FieldPath): string => `x.${path.map(name).join('.')}`;

function specification(tree: Tree): string {
  const members = [...tree].map(
    ([key, value]) =>
      `${JSON.stringify(key)}:${value instanceof Map ? specification(value) : value.json ? '"JSON"' : '"VARCHAR"'}`,
  );
  return `{${members.join(',')}}`;
}
