import type { Expr } from './expr.ts';
import type { Graph } from './graph/graph.ts';
import type { Relation } from './relation.ts';

/** What a name stands for: a value, a table or graph built anew at each use, a pattern, or a function's place of declaration. */
export type Binding =
  | { readonly kind: 'scalar'; readonly expr: Expr }
  | { readonly kind: 'table'; readonly build: () => Relation }
  | { readonly kind: 'graph'; readonly build: () => Graph }
  | { readonly kind: 'pattern'; readonly rows: (texts: readonly string[]) => Relation | undefined }
  /** `view`: what a wildcard or search reads where the function is a view. */
  | { readonly kind: 'function'; readonly scope: Scope; readonly view?: () => Relation };

/** Names by lexical nesting; later `let`s shadow earlier ones. */
export class Scope {
  private readonly names = new Map<string, Binding>();
  readonly parent: Scope | undefined;

  constructor(parent?: Scope) {
    this.parent = parent;
  }

  bind(name: string, binding: Binding): void {
    this.names.set(name, binding);
  }

  find(name: string): Binding | undefined {
    return this.names.get(name) ?? this.parent?.find(name);
  }

  /** The names as they are now: what a declaration sees, which is neither itself nor what comes after it. */
  soFar(): Scope {
    const scope = new Scope(this.parent);
    for (const [name, binding] of this.names) scope.bind(name, binding);
    return scope;
  }

  /** The views bound here and outwards: all that a wildcard reads beside stored tables. */
  viewNames(): string[] {
    const own = [...this.names]
      .filter(([, binding]) => binding.kind === 'function' && binding.view)
      .map(([name]) => name);
    return [...new Set([...(this.parent?.viewNames() ?? []), ...own])];
  }
}
