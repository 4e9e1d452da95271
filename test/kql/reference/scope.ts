import type { SyntaxNode } from '../../../src/kql/syntax/node.ts';
import type { Table, Typed } from './values.ts';

export type Binding =
  | { readonly kind: 'scalar'; readonly value: Typed }
  | { readonly kind: 'table'; readonly table: () => Table }
  | { readonly kind: 'function'; readonly scope: Scope };

/** Names by lexical nesting. */
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
}

/** The rows that prev(), next() and row_number() look at, and where this one stands. */
export interface Neighbourhood {
  readonly input: Table;
  readonly index: number;
}

export type Columns = ReadonlyMap<string, Typed>;

export interface Env {
  readonly world: World;
  readonly scope: Scope;
  readonly row?: Columns;
  readonly left?: Columns;
  readonly right?: Columns;
  readonly neighbours?: Neighbourhood;
  /** Values of the aggregate calls of the group at hand, by node. */
  readonly aggregates?: ReadonlyMap<SyntaxNode, Typed>;
}

/** What one evaluation has before it, and what it notes along the way. */
export interface World {
  readonly tables: ReadonlyMap<string, Table>;
  readonly now: bigint;
  /** Why cells are unknown, of rows too that the answer does not have. */
  readonly unknowns: Set<string>;
  table(node: SyntaxNode, env: Env): Table;
  scalar(node: SyntaxNode, env: Env): Typed;
}
