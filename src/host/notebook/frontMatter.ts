import type * as vscode from 'vscode';
import { isString } from '../../base/guards.ts';
import { AzimuthError } from '../../base/errors.ts';

const known = new WeakMap<
  vscode.NotebookDocument,
  { readonly head: unknown; readonly value: Promise<unknown> }
>();

/** The front matter of a notebook, parsed as YAML; undefined where it has none. YAML is loaded when there is some. */
export function readFrontMatter(notebook: vscode.NotebookDocument): Promise<unknown> {
  const head: unknown = notebook.metadata['head'];
  const before = known.get(notebook);
  if (before && before.head === head) return before.value;
  const value = parse(head);
  known.set(notebook, { head, value });
  return value;
}

async function parse(head: unknown): Promise<unknown> {
  const yaml = isString(head) ? /^\uFEFF?---[ \t]*\r?\n([^]*?)^(?:---|\.\.\.)/m.exec(head)?.[1] : undefined;
  if (yaml === undefined || yaml.trim() === '') return undefined;
  const { parseFrontMatter } = await import('./frontMatterYaml.ts');
  try {
    return parseFrontMatter(yaml);
  } catch (error) {
    throw new AzimuthError('notebook.bad-front-matter', 'The front matter of this notebook is not YAML.', {
      unharmed: 'nothing was run',
      next: [error instanceof Error ? error.message : String(error)],
    });
  }
}
