import * as vscode from 'vscode';
import type { JsonValue } from '../../base/json.ts';
import type { EventRecord } from '../../session/api.ts';

const SCHEME = 'azimuth-record';

/**
 * Read-only JSON documents: a row of an answer, or the event behind it with its raw record and where each value
 * came from. The texts are kept while a document is open.
 */
export class RecordDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly subscriptions: vscode.Disposable;
  private count = 0;

  constructor() {
    this.subscriptions = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => {
        if (uri.scheme === SCHEME) this.texts.delete(uri.toString());
      }),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.texts.get(uri.toString()) ?? '';
  }

  /** Opens a text beside what is being looked at, if anything is, and with such texts that are there; `name` is shown on the tab. */
  async show(name: string, text: string, column = besideColumn()): Promise<void> {
    const path = `/${++this.count}/${name.replace(/[^\w.+ -]/g, '_').slice(0, 80)}`;
    const uri = vscode.Uri.from({ scheme: SCHEME, path });
    this.texts.set(uri.toString(), text);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, {
      viewColumn: column,
      preview: true,
      preserveFocus: false,
    });
  }

  dispose(): void {
    this.subscriptions.dispose();
  }
}

/** A column for each text would soon leave none of them readable. */
function besideColumn(): vscode.ViewColumn {
  const has = ({ tabs }: vscode.TabGroup): boolean =>
    tabs.some(({ input }) => input instanceof vscode.TabInputText && input.uri.scheme === SCHEME);
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const other = all.find((group) => group !== activeTabGroup && has(group))?.viewColumn;
  return other ?? (activeTabGroup.tabs.length === 0 ? vscode.ViewColumn.Active : vscode.ViewColumn.Beside);
}

/** A record as it is shown: what it is, where it came from, the row, its lineage, and the raw record as it was. */
export function recordText(record: EventRecord): string {
  const { table, key, sources, row, lineage, raw } = record;
  return json({
    event: key,
    table,
    sources: sources.map(({ name, member, record: ordinal, shape, file }) => ({
      original: name,
      ...(member === '' ? {} : { member }),
      record: ordinal,
      shape,
      sha256: file,
    })),
    row,
    lineage,
    raw: parsed(raw),
  });
}

export function json(value: JsonValue): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function parsed(raw: string): JsonValue {
  try {
    return JSON.parse(raw) as JsonValue;
  } catch {
    return raw;
  }
}
