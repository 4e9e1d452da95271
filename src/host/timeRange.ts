import * as vscode from 'vscode';
import type { TimeWindow } from '../domain/answer.ts';
import { windowOf } from './notebook/cellOptions.ts';
import type { OpenCase } from './case/openCase.ts';

const KEY = 'azimuth.timeRange';
/** As written in a cell's options; '' means no limit and `case` the window of case.yaml. */
export type TimeRange = string;

const CHOICES: readonly (vscode.QuickPickItem & { readonly range: TimeRange | undefined })[] = [
  { label: 'All times', description: 'no limit', range: '' },
  { label: "The case's window", description: 'from case.yaml', range: 'case' },
  { label: 'Last 24 hours', description: 'to the time of the case', range: '1d' },
  { label: 'Last 7 days', range: '7d' },
  { label: 'Last 30 days', range: '30d' },
  { label: 'From … to …', description: 'two times in ISO 8601', range: undefined },
];

/** The window that limits cells which have no `timespan` of their own. Kept for each workspace. */
export class TimeRangeChoice implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly memory: vscode.Memento;
  private readonly openCase: OpenCase;
  readonly onDidChange = this.changed.event;

  /** A window that was marked elsewhere, on the timeline, and is offered as a choice. */
  marked: TimeWindow | undefined;

  constructor(memory: vscode.Memento, openCase: OpenCase) {
    this.memory = memory;
    this.openCase = openCase;
  }

  get range(): TimeRange {
    return this.memory.get<TimeRange>(KEY) ?? '';
  }

  labelOf(range: TimeRange): string {
    return CHOICES.find((choice) => choice.range === range)?.label ?? range.replace('/', ' to ');
  }

  /** The window for a cell with this `timespan` option, undefined for all times. */
  window(timespan?: string): TimeWindow | undefined {
    const info = this.openCase.summary?.info;
    const range = timespan ?? this.range;
    if (range === '') return undefined;
    if (range === 'case') return info?.window ?? undefined;
    return windowOf(range, info?.clock ?? new Date().toISOString());
  }

  /** As written in a cell's options; undefined where nobody chose. */
  async ask(): Promise<TimeRange | undefined> {
    const { marked } = this;
    const offered = marked && { label: 'Marked on the timeline', range: `${marked.start}/${marked.end}` };
    const choice = await vscode.window.showQuickPick(offered ? [offered, ...CHOICES] : CHOICES, {
      title: 'Time range of queries',
      placeHolder: 'Cells with a timespan of their own keep it',
    });
    return choice && (choice.range ?? (await askForTimes())?.trim());
  }

  /** Chooses for the workspace. */
  async set(range: TimeRange): Promise<void> {
    await this.memory.update(KEY, range);
    this.changed.fire();
  }

  dispose(): void {
    this.changed.dispose();
  }
}

function askForTimes(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'Time range of queries',
    prompt: 'START/END in ISO 8601; no zone means UTC',
    placeHolder: '2026-03-01T00:00Z/2026-03-02T00:00Z',
    validateInput: (text) => {
      try {
        windowOf(text.trim(), new Date().toISOString());
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  });
}
