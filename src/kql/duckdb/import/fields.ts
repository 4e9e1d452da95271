import type { FieldPath } from '../../../domain/logMapping.ts';
import { name, pointer, text } from './sqlText.ts';

/** A key of the structure: wanted as a whole (as text or JSON), for its members, or both. */
interface Node {
  whole?: 'text' | 'json';
  readonly members: Map<string, Node>;
}

/** An object at this depth is small enough to be parsed again for its members where it is wanted as a whole too. */
const SMALL_DEPTH = 2;

/**
 * The fields that a mapping reads of a record, gathered into one structure that DuckDB parses in one pass; those that
 * the structure cannot hold (an array's element, a large object that is also wanted as a whole, a second spelling) are
 * looked up one by one.
 */
export class Fields {
  readonly #root: Node = { members: new Map() };

  /** Declares a field; the other methods are valid once all are declared. */
  want(path: FieldPath, json: boolean): void {
    if (path.some((key) => /^\d+$/.test(key))) return;
    let node = this.#root;
    for (const key of path) {
      const clash = [...node.members.keys()].some(
        (other) => other !== key && other.toLowerCase() === key.toLowerCase(),
      );
      if (clash) return;
      const next: Node = node.members.get(key) ?? { members: new Map() };
      node.members.set(key, next);
      node = next;
    }
    if (node.whole !== 'json') node.whole = json ? 'json' : 'text';
  }

  /** `from_json` of the column `j`; undefined where no field is wanted. */
  structure(): string | undefined {
    return this.#root.members.size === 0 ? undefined : `from_json(j, ${text(specification(this.#root, 0))})`;
  }

  /** The field as text, NULL where it is missing or null; `x` is the structure. */
  textOf(path: FieldPath): string {
    const found = this.#find(path);
    if (found.inner.length > 0 || found.type === 'json')
      return `json_extract_string(${found.sql}, ${text(pointer(found.inner))})`;
    return found.sql;
  }

  /** The field as JSON text. */
  jsonOf(path: FieldPath): string {
    const found = this.#find(path);
    return found.inner.length > 0
      ? `json_extract(${found.sql}, ${text(pointer(found.inner))})::VARCHAR`
      : `${found.sql}::VARCHAR`;
  }

  /** The value in the structure that is or holds the field, and the way from there. */
  #find(path: FieldPath): {
    readonly sql: string;
    readonly type: 'text' | 'json';
    readonly inner: FieldPath;
  } {
    let node: Node | undefined = this.#root;
    for (const [depth, key] of path.entries()) {
      node = node.members.get(key);
      if (!node) break;
      const type = kept(node, depth + 1);
      if (type === undefined) continue;
      const inner = path.slice(depth + 1);
      if (type === 'text' && inner.length > 0) break;
      return {
        sql: `x.${path
          .slice(0, depth + 1)
          .map(name)
          .join('.')}`,
        type,
        inner,
      };
    }
    return { sql: 'j', type: 'json', inner: path };
  }
}

/** How the structure keeps a node: as one value of this type, or (undefined) by its members. */
function kept({ whole, members }: Node, depth: number): 'text' | 'json' | undefined {
  if (whole === undefined || members.size === 0) return whole;
  return depth >= SMALL_DEPTH ? 'json' : undefined;
}

function specification(node: Node, depth: number): string {
  const type = depth === 0 ? undefined : kept(node, depth);
  if (type !== undefined) return type === 'json' ? '"JSON"' : '"VARCHAR"';
  const members = [...node.members].map(
    ([key, member]) => `${JSON.stringify(key)}:${specification(member, depth + 1)}`,
  );
  return `{${members.join(',')}}`;
}
