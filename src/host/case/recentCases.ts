import * as vscode from 'vscode';
import { isArrayOf, isString } from '../../base/guards.ts';

const KEY = 'azimuth.recentCases';
const MOST = 10;

/** Case folders that were opened on this machine, latest first. */
export class RecentCases {
  private readonly memory: vscode.Memento;

  constructor(memory: vscode.Memento) {
    this.memory = memory;
  }

  list(): readonly vscode.Uri[] {
    const stored = this.memory.get<unknown>(KEY);
    return isArrayOf(isString)(stored) ? stored.map((path) => vscode.Uri.file(path)) : [];
  }

  /** True for a folder that was opened here before, after it was made here or its workspace was trusted. */
  isOurs(folder: vscode.Uri): boolean {
    return this.list().some((known) => known.fsPath === folder.fsPath);
  }

  async add(folder: vscode.Uri): Promise<void> {
    const others = this.list().filter((known) => known.fsPath !== folder.fsPath);
    await this.memory.update(
      KEY,
      [folder, ...others].slice(0, MOST).map((uri) => uri.fsPath),
    );
  }
}
