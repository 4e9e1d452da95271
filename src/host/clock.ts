import * as vscode from 'vscode';
import { formatTime, type Zone } from './time.ts';

/** In which zone times are shown: the setting `azimuth.clock`. */
export class Clock implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<Zone>();
  private readonly subscription: vscode.Disposable;
  readonly onDidChange = this.changed.event;

  constructor() {
    this.subscription = vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('azimuth.clock')) this.changed.fire(this.zone);
    });
  }

  get zone(): Zone {
    return vscode.workspace.getConfiguration('azimuth').get<Zone>('clock') === 'local' ? 'local' : 'utc';
  }

  async set(zone: Zone): Promise<void> {
    await vscode.workspace
      .getConfiguration('azimuth')
      .update('clock', zone, vscode.ConfigurationTarget.Global);
  }

  /** An ISO 8601 instant to the second. */
  format(iso: string): string {
    return formatTime(iso, this.zone);
  }

  dispose(): void {
    this.subscription.dispose();
    this.changed.dispose();
  }
}
