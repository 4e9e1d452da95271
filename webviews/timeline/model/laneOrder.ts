/** How lanes of one mode are arranged by a person: by key, so that it outlives a new load. */
export class LaneOrder {
  #order: readonly string[] = [];
  readonly #hidden = new Set<string>();
  readonly #collapsed = new Set<string>();

  /** Lane numbers in the order in which they are shown; hidden ones are left out. */
  arrange(keys: readonly string[]): number[] {
    const place = new Map(this.#order.map((key, i) => [key, i]));
    return [...keys.keys()]
      .filter((lane) => !this.#hidden.has(keys[lane] ?? ''))
      .sort((a, b) => (place.get(keys[a] ?? '') ?? a + 1e6) - (place.get(keys[b] ?? '') ?? b + 1e6));
  }

  /** Moves a lane among those shown, which are given in their order. */
  move(shown: readonly string[], key: string, by: -1 | 1): void {
    const from = shown.indexOf(key);
    const to = from + by;
    if (from < 0 || to < 0 || to >= shown.length) return;
    const order = [...shown];
    order.splice(from, 1);
    order.splice(to, 0, key);
    this.#order = order;
  }

  hide(key: string): void {
    this.#hidden.add(key);
  }

  /** Hidden lanes come back to their places. */
  unhide(): void {
    this.#hidden.clear();
  }

  showAll(): void {
    this.#hidden.clear();
    this.#collapsed.clear();
    this.#order = [];
  }

  toggle(key: string): void {
    if (!this.#collapsed.delete(key)) this.#collapsed.add(key);
  }

  isCollapsed(key: string): boolean {
    return this.#collapsed.has(key);
  }

  get hidden(): number {
    return this.#hidden.size;
  }

  get isChanged(): boolean {
    return this.#hidden.size > 0 || this.#collapsed.size > 0 || this.#order.length > 0;
  }
}
