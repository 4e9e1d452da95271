import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import { isRecord, isString } from '../../base/guards.ts';
import { type CellSource, type MarkdownCell, parseKqlMarkdown, printKqlMarkdown } from './kqlMarkdown.ts';

export const NOTEBOOK_TYPE = 'azimuth-kql';
export const LANGUAGE = 'kql';

/**
 * `.kql.md` files as notebooks. What the file had for each cell travels in the cell's metadata, so that saving
 * changes only what was edited. A text that is not UTF-8 is refused rather than written back with replacements.
 */
export class KqlMarkdownSerializer implements vscode.NotebookSerializer {
  deserializeNotebook(content: Uint8Array): vscode.NotebookData {
    const { head, eol, cells } = parseKqlMarkdown(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content),
    );
    const data = new vscode.NotebookData(cells.map(toCellData));
    data.metadata = { head, eol };
    return data;
  }

  serializeNotebook({ metadata, cells }: vscode.NotebookData): Uint8Array {
    if (!vscode.workspace.isTrusted)
      throw new AzimuthError('host.untrusted', 'Notebooks are read-only in Restricted Mode.', {
        unharmed: 'the file is as it was',
        next: ['Trust the workspace to change it.'],
      });
    const head: unknown = metadata?.['head'];
    const text = printKqlMarkdown({
      head: isString(head) ? head : '',
      eol: metadata?.['eol'] === '\r\n' ? '\r\n' : '\n',
      cells: cells.map(fromCellData),
    });
    return new TextEncoder().encode(text);
  }
}

export function toCellData({ kind, text, info, source }: MarkdownCell): vscode.NotebookCellData {
  const data =
    kind === 'kql'
      ? new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, LANGUAGE)
      : new vscode.NotebookCellData(vscode.NotebookCellKind.Markup, text, 'markdown');
  data.metadata = {
    // By which webviews/markdown knows that the cell is ours.
    ...(kind === 'markdown' && { notebook: NOTEBOOK_TYPE }),
    ...(info === '' ? {} : { info }),
    ...(source ? { source } : {}),
  };
  return data;
}

function fromCellData({ kind, value, metadata }: vscode.NotebookCellData): MarkdownCell {
  const source: unknown = metadata?.['source'];
  return {
    kind: kind === vscode.NotebookCellKind.Code ? 'kql' : 'markdown',
    text: value,
    info: infoOf(metadata),
    ...(isSource(source) ? { source } : {}),
  };
}

/** The options of a cell as written after `kql` in the file. */
export function infoOf(metadata: Readonly<Record<string, unknown>> | undefined): string {
  const info = metadata?.['info'];
  return isString(info) ? info : '';
}

function isSource(value: unknown): value is CellSource {
  return isRecord(value) && isString(value['lead']) && isString(value['body']) && isString(value['tail']);
}
