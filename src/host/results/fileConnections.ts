import * as vscode from 'vscode';
import { CASE_CONNECTION } from '../connections.ts';
import { LANGUAGE } from '../notebook/serializer.ts';

const KEY = 'azimuth.fileConnections';
/** Files past these are forgotten, those chosen for first. */
const MAX_FILES = 200;

/** Which connection the queries of a text file ask, as it was chosen in this workspace. */
export class FileConnections {
  private readonly memory: vscode.Memento;
  private readonly changed = new vscode.EventEmitter<vscode.TextDocument>();
  readonly onDidChange = this.changed.event;

  constructor(memory: vscode.Memento) {
    this.memory = memory;
  }

  of(document: vscode.TextDocument): string {
    const found = this.entries().find(([file]) => file === document.uri.toString());
    return found?.[1] ?? CASE_CONNECTION;
  }

  async set(document: vscode.TextDocument, connection: string): Promise<void> {
    const file = document.uri.toString();
    const others = this.entries().filter(([each]) => each !== file);
    const chosen = connection === CASE_CONNECTION ? [] : [[file, connection] as const];
    await this.memory.update(KEY, [...others, ...chosen].slice(-MAX_FILES));
    this.changed.fire(document);
  }

  private entries(): readonly (readonly [file: string, connection: string])[] {
    return this.memory.get(KEY) ?? [];
  }
}

/** The KQL text in front that is no cell of a notebook. */
export function activeQueryFile(): vscode.TextDocument | undefined {
  const document = vscode.window.activeTextEditor?.document;
  return document && isQueryFile(document) ? document : undefined;
}

export function isQueryFile({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === LANGUAGE && uri.scheme !== 'vscode-notebook-cell';
}
