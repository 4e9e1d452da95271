/** What a tree is made of. */
interface Shown<Item, Node> {
  /** As they are now. */
  readonly items: () => readonly Item[];
  /** Which of them are where. */
  readonly groups: () => Iterable<readonly [name: string, items: readonly Item[]]>;
  readonly roots: (row: (item: Item) => Node) => readonly Node[];
  readonly row: (item: Item) => Node;
  /** All that is seen of a node. */
  readonly words: (node: Node) => string;
}

/**
 * Rows of a tree's items, each one object as long as it is shown, so that a row whose words alone changed can be drawn anew by
 * itself: VS Code forgets the rows under whatever is drawn anew until it has asked for them again, and a menu on one of them says
 * of no row then that it was meant.
 */
export class SteadyRows<Item extends { readonly key: string }, Node extends object> {
  readonly #shown: Shown<Item, Node>;
  readonly #rows = new Map<string, Node>();
  /** As they are now, by key: a group keeps its rows, not what they said when it was drawn. */
  #items = new Map<string, Item>();
  #layout = '';

  constructor(shown: Shown<Item, Node>) {
    this.#shown = shown;
  }

  /** All of it, to be drawn anew. */
  roots(): readonly Node[] {
    const roots = this.#build();
    for (const key of this.#rows.keys()) if (!this.#items.has(key)) this.#rows.delete(key);
    this.#layout = this.#layoutOf(roots);
    return roots;
  }

  /** Rows whose words changed since they were given; undefined where rows came, went or moved, or another row changed. */
  changes(): readonly Node[] | undefined {
    const { words } = this.#shown;
    const before = [...this.#rows].map(([key, row]) => [key, words(row)] as const);
    if (this.#layoutOf(this.#build()) !== this.#layout) return undefined;
    for (const [key, item] of this.#items) if (this.#rows.has(key)) this.#row(item);
    return before.flatMap(([key, said]) => {
      const row = this.#rows.get(key);
      return row && words(row) !== said ? [row] : [];
    });
  }

  /** An item's row, where it was given. */
  known(key: string): Node | undefined {
    return this.#rows.get(key);
  }

  #build(): readonly Node[] {
    this.#items = new Map(this.#shown.items().map((item) => [item.key, item]));
    return this.#shown.roots((item) => this.#row(item));
  }

  #row(item: Item): Node {
    const { key } = item;
    const now = this.#shown.row(this.#items.get(key) ?? item);
    const row = Object.assign(this.#rows.get(key) ?? now, now);
    this.#rows.set(key, row);
    return row;
  }

  #layoutOf(roots: readonly Node[]): string {
    const own = new Set<Node>(this.#rows.values());
    return JSON.stringify([
      roots.map((node) => (own.has(node) ? '' : this.#shown.words(node))),
      [...this.#shown.groups()].map(([name, items]) => [name, items.map(({ key }) => key)]),
    ]);
  }
}
