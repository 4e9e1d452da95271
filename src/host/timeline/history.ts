/** Something that was done to the timeline and can be taken back. */
export interface Edit {
  /** In words, as after "Undo": "pin of 3 events". */
  readonly label: string;
  undo(): Promise<void>;
  redo(): Promise<void>;
}

const MOST = 200;

/** What was done, in order. A new edit forgets what was taken back. One edit at a time: they follow one another. */
export class EditHistory {
  #done: Edit[] = [];
  #undone: Edit[] = [];
  #queue: Promise<unknown> = Promise.resolve();

  get labels(): { readonly undo: string; readonly redo: string } {
    return { undo: this.#done.at(-1)?.label ?? '', redo: this.#undone.at(-1)?.label ?? '' };
  }

  /** Does something in its turn, so that an undo asked for meanwhile takes back this and not what was before it. */
  perform(work: () => Promise<Edit | undefined>): Promise<void> {
    return this.#inTurn(async () => {
      const edit = await work();
      if (!edit) return;
      this.#done = [...this.#done.slice(1 - MOST), edit];
      this.#undone = [];
    });
  }

  /** The label of what was taken back; '' where there was nothing. An edit whose undo fails stays to be tried again. */
  undo(): Promise<string> {
    return this.#inTurn(async () => {
      const edit = this.#done.at(-1);
      if (!edit) return '';
      await edit.undo();
      this.#done = this.#done.filter((each) => each !== edit);
      this.#undone.push(edit);
      return edit.label;
    });
  }

  redo(): Promise<string> {
    return this.#inTurn(async () => {
      const edit = this.#undone.at(-1);
      if (!edit) return '';
      await edit.redo();
      this.#undone = this.#undone.filter((each) => each !== edit);
      this.#done.push(edit);
      return edit.label;
    });
  }

  /** Of another case. */
  forget(): void {
    this.#done = [];
    this.#undone = [];
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#queue.then(work, work);
    this.#queue = next.catch(() => undefined);
    return next;
  }
}
