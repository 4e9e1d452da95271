import type { Diagnostic } from 'vscode-languageserver';

/** How long a text rests before it is checked, in milliseconds. */
const REST = 200;

/** Checks documents when they have rested, each after its last change. */
export class Marks {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly check: (uri: string) => readonly Diagnostic[] | undefined;
  private readonly publish: (uri: string, diagnostics: readonly Diagnostic[]) => void;

  /** `check` gives undefined for a document that is no longer open. */
  constructor(
    check: (uri: string) => readonly Diagnostic[] | undefined,
    publish: (uri: string, diagnostics: readonly Diagnostic[]) => void,
  ) {
    this.check = check;
    this.publish = publish;
  }

  changed(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    this.waiting.set(
      uri,
      setTimeout(() => {
        this.waiting.delete(uri);
        const found = this.check(uri);
        if (found) this.publish(uri, found);
      }, REST),
    );
  }

  closed(uri: string): void {
    clearTimeout(this.waiting.get(uri));
    this.waiting.delete(uri);
    this.publish(uri, []);
  }
}
