import type * as vscode from 'vscode';
import { isString } from '../../base/guards.ts';
import { AzimuthError } from '../../base/errors.ts';

/** The front matter of a notebook, parsed as YAML; undefined where it has none. YAML is loaded when there is some. */
export async function readFrontMatter(notebook: vscode.NotebookDocument): Promise<unknown> {
  const head: unknown = notebook.metadata['head'];
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
