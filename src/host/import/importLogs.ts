import * as vscode from 'vscode';
import { AzimuthError } from '../../base/errors.ts';
import type {
  ImportOptions,
  ImportProgress,
  ImportReport,
  RecordedImport,
} from '../../domain/importReport.ts';
import { abortSignalOf } from '../cancellation.ts';
import type { OpenCase } from '../case/openCase.ts';
import type { Clock } from '../clock.ts';
import { runCommand } from '../commands.ts';
import type { RecordDocuments } from '../record/recordDocuments.ts';
import { formatCount } from '../../base/counts.ts';
import { formatBytes } from '../time.ts';
import { askHowToRead } from './askHowToRead.ts';
import { reportSummary, reportText } from './reportText.ts';

/** Importing exported logs into the open case, and telling what came of it. */
export class LogImport {
  private readonly openCase: OpenCase;
  private readonly documents: RecordDocuments;
  private readonly clock: Clock;
  private readonly report: (error: unknown) => void;

  constructor(
    openCase: OpenCase,
    documents: RecordDocuments,
    clock: Clock,
    report: (error: unknown) => void,
  ) {
    this.openCase = openCase;
    this.documents = documents;
    this.clock = clock;
    this.report = report;
  }

  /** Imports these paths, or asks for some; undefined where nothing was chosen. */
  async run(uris?: readonly vscode.Uri[]): Promise<ImportReport | undefined> {
    const session = await this.openCase.session();
    const chosen = uris ?? (await choosePaths());
    if (!chosen || chosen.length === 0) return undefined;
    await session.summary();
    return this.import({ paths: chosen.map((uri) => uri.fsPath) });
  }

  /** Imports what was left out of the case's last import, after asking for what it needs. */
  async again(): Promise<ImportReport | undefined> {
    const [last] = await this.recorded();
    const options = await askHowToRead(last.options, last.report);
    return options && this.import(options);
  }

  /** Shows the report of an import of the case; of which one is asked where there were several. */
  async showReport(): Promise<void> {
    const recorded = await this.recorded();
    const items = recorded.map((one) => ({
      label: this.clock.format(one.at),
      description: one.by,
      detail: reportSummary(one.report),
      one,
    }));
    const choice =
      items.length === 1
        ? items[0]
        : await vscode.window.showQuickPick(items, {
            title: 'Show Import Report',
            placeHolder: 'Of which import?',
            matchOnDetail: true,
          });
    if (choice) await this.show(choice.one.report);
  }

  /** Newest first. */
  private async recorded(): Promise<readonly [RecordedImport, ...RecordedImport[]]> {
    const [newest, ...earlier] = await (await this.openCase.session()).imports();
    if (!newest)
      throw new AzimuthError('host.no-import', 'Nothing was imported into this case yet.', {
        next: ['Import logs into it.'],
      });
    return [newest, ...earlier];
  }

  private async show(report: ImportReport): Promise<void> {
    await this.documents.show('Import report.txt', reportText(report), vscode.ViewColumn.Active);
  }

  private async import(options: ImportOptions): Promise<ImportReport> {
    const session = await this.openCase.session();
    const report = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Importing logs', cancellable: true },
      async (progress, token) => {
        let percent = 0;
        const onProgress = (now: ImportProgress) => {
          const at = now.bytesTotal > 0 ? (now.bytesDone / now.bytesTotal) * 100 : 0;
          progress.report({ message: progressText(now), increment: Math.max(0, at - percent) });
          percent = Math.max(percent, at);
        };
        return session.import(options, onProgress, abortSignalOf(token));
      },
    );
    await this.openCase.refresh();
    this.tell(report);
    return report;
  }

  /** Says what came of it and offers what can be done next; does not wait for a choice. */
  private tell(report: ImportReport): void {
    const skipped = report.files.some((file) => file.skipped !== undefined);
    const actions = [
      'Show Report',
      ...(report.rejects > 0 ? ['Show Rejects'] : []),
      ...(skipped ? ['Import Again...'] : []),
    ];
    const text = reportSummary(report);
    const wrong =
      skipped || report.rejects > 0 || report.cancelled || report.files.some((file) => file.broken);
    const shown = wrong
      ? vscode.window.showWarningMessage(text, ...actions)
      : vscode.window.showInformationMessage(text, ...actions);
    shown
      .then((label) => {
        if (label === 'Show Report') return this.show(report);
        if (label === 'Show Rejects') return runCommand('azimuth.showRejects');
        return label === 'Import Again...' ? runCommand('azimuth.importAgain') : undefined;
      })
      .then(undefined, this.report);
  }
}

function progressText({ file, filesDone, filesTotal, bytesDone, bytesTotal, rows }: ImportProgress): string {
  const name = file.split(/[\\/]/).at(-1) ?? '';
  if (name === '') return `${formatCount(rows)} rows of ${filesTotal} files, adding them to the tables`;
  return `file ${Math.min(filesDone + 1, filesTotal)} of ${filesTotal}, ${formatBytes(bytesDone)} of ${formatBytes(bytesTotal)}, ${formatCount(rows)} rows: ${name}`;
}

/** Desktop dialogs on Windows and Linux choose either files or folders, so that is asked first. */
async function choosePaths(): Promise<readonly vscode.Uri[] | undefined> {
  const choice = await vscode.window.showQuickPick(
    [
      { label: '$(files) Files...', description: 'one or several, .gz and .zip as they are', folders: false },
      { label: '$(folder) Folder...', description: 'everything below it', folders: true },
    ],
    { title: 'Import Logs', placeHolder: 'What was exported?' },
  );
  if (!choice) return undefined;
  return vscode.window.showOpenDialog({
    title: 'Import Logs',
    openLabel: 'Import',
    canSelectFiles: !choice.folders,
    canSelectFolders: choice.folders,
    canSelectMany: true,
  });
}
