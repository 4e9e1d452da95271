import * as vscode from 'vscode';
import type { OpenCollection } from '../../domain/tenant.ts';
import type { TimelineEvent } from '../../domain/timelineEvent.ts';
import type { CaseSummary, TableSummary } from '../../session/api.ts';
import type { OpenCase } from '../case/openCase.ts';
import type { Clock } from '../clock.ts';
import { commandOf } from '../commands.ts';
import { notebookUri } from '../notebook/notebooks.ts';
import { NOTEBOOK_TYPE } from '../notebook/serializer.ts';
import { counted, formatCount } from '../../base/counts.ts';
import { formatBytes, formatSpan } from '../time.ts';
import { type TreeNode, treeItem } from './nodeTree.ts';
import { SEVERITY_ICON, titleCase } from './severity.ts';
import { sparkline } from './sparkline.ts';

export interface CaseNode extends TreeNode<CaseNode> {
  /** Set on a table of the Logs. */
  readonly table?: TableSummary;
  /** Set on an event of the Timeline. */
  readonly event?: TimelineEvent;
}

/** The open case, in the order in which it is worked: its state, logs, notebooks, timeline, evidence. */
export function caseRoots(openCase: OpenCase, clock: Clock): readonly CaseNode[] {
  const { state } = openCase;
  if (state.kind === 'opening')
    return [
      { item: treeItem('Opening the case...', { icon: 'loading~spin', description: nameOf(state.folder) }) },
    ];
  if (state.kind === 'failed') return [failedNode(state.folder, state.error)];
  if (state.kind === 'none') return [];
  const { folder, summary } = state;
  return [
    statusNode(folder, summary, clock),
    ...summary.warnings.map(warningNode),
    logsNode(summary, clock),
    notebooksNode(folder, summary),
    timelineNode(openCase, summary, clock),
    evidenceNode(summary),
  ];
}

function statusNode(folder: vscode.Uri, { info }: CaseSummary, clock: Clock): CaseNode {
  const { icon, color } = SEVERITY_ICON[info.severity];
  const lines = [
    info.title,
    `${titleCase(info.severity)} severity, ${info.status}, ${info.owner === '' ? 'nobody owns it' : `owned by ${info.owner}`}`,
    info.window && `From ${clock.format(info.window.start)} to ${clock.format(info.window.end)}`,
    info.clock !== null && `now() is ${clock.format(info.clock)}`,
    info.incidents.length > 0 && `Incidents: ${info.incidents.join(', ')}`,
    folder.fsPath,
  ];
  return {
    item: treeItem(info.title, {
      id: 'status',
      description: `${info.severity} · ${info.status}${info.owner === '' ? '' : ` · ${info.owner}`}`,
      tooltip: lines.filter((line) => line).join('\n'),
      icon,
      color,
      context: 'case',
      command: {
        command: 'vscode.open',
        title: 'Open case.yaml',
        arguments: [vscode.Uri.joinPath(folder, 'case.yaml')],
      },
    }),
  };
}

function warningNode(warning: string): CaseNode {
  return {
    item: treeItem(warning, {
      icon: 'warning',
      color: 'list.warningForeground',
      tooltip: `${warning}\nFound when the case was opened. Select to verify the whole case.`,
      command: commandOf('azimuth.verifyCase', 'Verify Case'),
    }),
  };
}

function failedNode(folder: vscode.Uri, error: unknown): CaseNode {
  const message = error instanceof Error ? error.message : String(error);
  return {
    item: treeItem('The case could not be opened', {
      description: message,
      tooltip: `${folder.fsPath}\n${message}\nSelect to try again.`,
      icon: 'error',
      color: 'list.errorForeground',
      command: commandOf('azimuth.openCase', 'Open Case Folder...', folder),
    }),
  };
}

function logsNode({ tables, collections }: CaseSummary, clock: Clock): CaseNode {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return {
    item: treeItem('Logs', {
      id: 'logs',
      description:
        tables.length === 0 ? 'none yet' : `${counted(tables.length, 'table')}, ${counted(rows, 'row')}`,
      tooltip: 'Tables of the case. Drop exported logs here to import them.',
      icon: 'database',
      context: 'logs',
      expand: 'expanded',
    }),
    children: () => [
      ...collections.map((collection) => collectionNode(collection, clock)),
      ...(tables.length === 0 ? [importNode] : []),
      ...tables.map((table) =>
        tableNode(
          table,
          collections.some((each) => each.table === table.name),
          clock,
        ),
      ),
    ],
  };
}

const importNode: CaseNode = {
  item: treeItem('Import Logs...', {
    icon: 'cloud-download',
    tooltip: 'Choose exported logs, or drop files and folders here',
    command: commandOf('azimuth.importLogs', 'Import Logs...'),
  }),
};

/** A table that a collection left in part, and what goes on with it. */
function collectionNode(collection: OpenCollection, clock: Clock): CaseNode {
  const { connection, table, window, missing } = collection;
  const spans = missing.map(({ start, end }) => `${clock.format(start)} to ${clock.format(end)}`);
  return {
    item: treeItem(`${table} was collected in part`, {
      id: `collection/${connection}/${table}/${window.start}/${window.end}`,
      description: `missing: ${spans[0] ?? ''}${spans.length > 1 ? ` and ${spans.length - 1} more` : ''}`,
      tooltip: [
        `${table} from ${connection}, ${clock.format(window.start)} to ${clock.format(window.end)}.`,
        `Not fetched: ${spans.slice(0, 10).join('; ')}.`,
        'What was not collected was not observed. Select to go on; what is there is not fetched again.',
      ].join('\n'),
      icon: 'cloud-download',
      color: 'list.warningForeground',
      command: commandOf('azimuth.collectTable', 'Collect Table...', collection),
    }),
  };
}

function tableNode(table: TableSummary, isPartial: boolean, clock: Clock): CaseNode {
  const { name, rows, gaps, rejects } = table;
  const marks = [
    formatCount(rows),
    isPartial && 'in part',
    gaps.length > 0 && counted(gaps.length, 'gap'),
    rejects > 0 && `${formatCount(rejects)} rejected`,
  ];
  const children = [
    ...gaps.map((gap) => gapNode(name, gap, clock)),
    ...(rejects > 0 ? [rejectsNode(table)] : []),
  ];
  return {
    table,
    item: treeItem(name, {
      id: `table/${name}`,
      description: marks.filter((mark) => mark).join(' · '),
      tooltip: tableTooltip(table, clock),
      icon: 'table',
      context: rejects > 0 ? 'table.rejects' : 'table',
      ...(children.length > 0 ? { expand: 'collapsed' as const } : {}),
    }),
    children: () => children,
  };
}

function tableTooltip(table: TableSummary, clock: Clock): vscode.MarkdownString {
  const { name, rows, first, last, gaps, histogram, binHours } = table;
  const text = new vscode.MarkdownString().appendText(`${name}: ${counted(rows, 'row')}`);
  if (first === null || last === null) return text.appendText('. No row has a time.');
  text.appendText(`\n${clock.format(first)} to ${clock.format(last)}`);
  const bin = binHours === 1 ? 'an hour' : `${formatCount(binHours)} hours`;
  text.appendCodeblock(sparkline(histogram), 'text').appendText(`Rows over time, counted by ${bin}. `);
  return text.appendText(
    gaps.length === 0
      ? 'No gap of six hours or more.'
      : `${counted(gaps.length, 'gap')} of six hours or more.`,
  );
}

function gapNode(table: string, gap: { start: string; end: string }, clock: Clock): CaseNode {
  const length = formatSpan(Date.parse(gap.end) - Date.parse(gap.start));
  return {
    item: treeItem(`No rows for ${length}`, {
      description: `${clock.format(gap.start)} to ${clock.format(gap.end)}`,
      tooltip: `${table} has no row from ${clock.format(gap.start)} to ${clock.format(gap.end)}.\nWhat was not logged was not observed: this is not evidence of quiet.`,
      icon: 'dash',
      color: 'list.warningForeground',
    }),
  };
}

function rejectsNode(table: TableSummary): CaseNode {
  const node: CaseNode = {
    table,
    item: treeItem(`${counted(table.rejects, 'row')} rejected`, {
      tooltip: 'Rows that did not fit the table, kept with file, line and reason',
      icon: 'circle-slash',
      color: 'list.warningForeground',
    }),
  };
  node.item.command = commandOf('azimuth.showRejects', 'Show Rejects', node);
  return node;
}

function notebooksNode(folder: vscode.Uri, { notebooks }: CaseSummary): CaseNode {
  return {
    item: treeItem('Notebooks', {
      id: 'notebooks',
      description: notebooks.length === 0 ? 'none yet' : formatCount(notebooks.length),
      icon: 'notebook',
      context: 'notebooks',
      expand: 'expanded',
    }),
    children: () =>
      notebooks.map((path) => ({
        item: treeItem(path.replace(/^notebooks\//, '').replace(/\.kql\.md$/, ''), {
          id: `notebook/${path}`,
          tooltip: path,
          icon: 'notebook-template',
          context: 'notebook',
          command: {
            command: 'vscode.openWith',
            title: 'Open Notebook',
            arguments: [notebookUri(folder, path), NOTEBOOK_TYPE],
          },
        }),
      })),
  };
}

const MOST_EVENTS = 500;

function timelineNode(openCase: OpenCase, { timeline }: CaseSummary, clock: Clock): CaseNode {
  return {
    item: treeItem('Timeline', {
      id: 'timeline',
      description: `${formatCount(timeline.curated)} curated of ${formatCount(timeline.observed)}`,
      tooltip: `${counted(timeline.curated, 'event')} pinned, of ${formatCount(timeline.observed)} that the case observed`,
      icon: 'graph-scatter',
      context: 'timeline',
      command: commandOf('azimuth.openTimeline', 'Open Timeline'),
      ...(timeline.curated > 0 ? { expand: 'collapsed' as const } : {}),
    }),
    children: async () => {
      if (timeline.curated === 0) return [];
      const events = [...(await (await openCase.session()).timeline())].sort(byTime);
      const more = events.length - MOST_EVENTS;
      return [
        ...events.slice(0, MOST_EVENTS).map((event) => eventNode(event, clock)),
        ...(more > 0 ? [moreNode(more)] : []),
      ];
    },
  };
}

/** Those without a time come last. */
function byTime(a: TimelineEvent, b: TimelineEvent): number {
  const [first, second] = [a.time ?? '~', b.time ?? '~'];
  return first < second ? -1 : first > second ? 1 : 0;
}

function eventNode(event: TimelineEvent, clock: Clock): CaseNode {
  const when = event.time === null ? 'no time' : clock.format(event.time);
  const techniques = event.techniques.map(({ technique }) => technique);
  return {
    event,
    item: treeItem(event.title, {
      id: `pin/${event.id}`,
      description: [when, ...techniques].join(' · '),
      tooltip: [event.title, `${titleCase(event.severity)} severity, ${event.table}`, when, event.note]
        .filter((line) => line !== '')
        .join('\n'),
      ...SEVERITY_ICON[event.severity],
      context: 'event',
      command: commandOf('azimuth.openTimeline', 'Open Timeline', event.id),
    }),
  };
}

function moreNode(count: number): CaseNode {
  return {
    item: treeItem(`${counted(count, 'more event')} on the timeline`, {
      icon: 'ellipsis',
      command: commandOf('azimuth.openTimeline', 'Open Timeline'),
    }),
  };
}

function evidenceNode({ evidence }: CaseSummary): CaseNode {
  return {
    item: treeItem('Evidence', {
      id: 'evidence',
      description:
        evidence.files === 0
          ? 'none yet'
          : `${counted(evidence.files, 'original')}, ${formatBytes(evidence.bytes)}`,
      tooltip:
        'Originals as they were received, named by their digest and never changed. Select to verify the case.',
      icon: 'archive',
      context: 'evidence',
      command: commandOf('azimuth.verifyCase', 'Verify Case'),
    }),
  };
}

function nameOf(folder: vscode.Uri): string {
  return folder.path.split('/').at(-1) ?? '';
}
