import assert from 'node:assert/strict';
import type { Terminal } from '../../src/cli/command.ts';
import { run } from '../../src/cli/run.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly notes: string;
}

/** The command line as it is typed in a folder, without a terminal. */
export class CommandLine {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async run(...args: readonly string[]): Promise<Outcome> {
    let out = '';
    let notes = '';
    const terminal: Terminal = {
      out: (text) => {
        out += text;
        return Promise.resolve();
      },
      note: (text) => {
        notes += `${text}\n`;
      },
      interactive: false,
      cwd: this.#folder,
      signal: new AbortController().signal,
    };
    const code = await run([...args], terminal);
    return { code, out, notes };
  }

  /** The one document that `--json` prints of what goes well. */
  async json(...args: readonly string[]): Promise<unknown> {
    const { code, out, notes } = await this.run(...args);
    assert.equal(code, 0, notes);
    assert.match(out, /^[^\n]*\n$/);
    return JSON.parse(out);
  }
}
