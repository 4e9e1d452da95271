import * as vscode from 'vscode';
import { type LibraryQuery, matches, matchesText } from '../../hunting/libraryQuery.ts';
import type { HuntHit } from '../../hunting/huntSweep.ts';
import type { Playbook } from '../../hunting/playbook.ts';
import { commandOf } from '../commands.ts';
import { counted } from '../../base/counts.ts';
import { titleCase } from './severity.ts';
import { type TreeNode, treeItem } from './nodeTree.ts';

export interface LibraryNode extends TreeNode<LibraryNode> {
  readonly query?: LibraryQuery;
  readonly playbook?: Playbook;
  readonly hit?: HuntHit;
}

/** Playbooks, then queries by area; those whose tables the open case lacks are dimmed and say what is missing. */
export function libraryRoots(
  queries: readonly LibraryQuery[],
  playbooks: readonly Playbook[],
  filter: string,
  tables: ReadonlySet<string> | undefined,
): readonly LibraryNode[] {
  const found = queries.filter((query) => matches(query, filter));
  const books = playbooks.filter(({ title, summary }) => matchesText(`playbook ${title} ${summary}`, filter));
  if (found.length === 0 && books.length === 0 && filter !== '')
    return [
      {
        item: treeItem(`No query matches "${filter}"`, {
          icon: 'search-stop',
          command: commandOf('azimuth.clearLibraryFilter', 'Clear Filter'),
          tooltip: 'Select to clear the filter',
        }),
      },
    ];
  const shelf: LibraryNode = {
    item: treeItem('Playbooks', {
      id: `playbooks/${filter}`,
      description: counted(books.length, 'playbook'),
      icon: 'notebook',
      expand: filter === '' ? 'collapsed' : 'expanded',
    }),
    children: () => books.map(playbookNode),
  };
  const areas = [...Map.groupBy(found, (query) => query.area)].map(([area, members]) => ({
    item: treeItem(titleCase(area), {
      id: `area/${area}/${filter}`,
      description: counted(members.length, 'query', 'queries'),
      icon: 'folder-library',
      expand: filter === '' ? 'collapsed' : 'expanded',
    }),
    children: () => members.map((query) => queryNode(query, tables)),
  }));
  return books.length > 0 ? [shelf, ...areas] : areas;
}

function playbookNode(playbook: Playbook): LibraryNode {
  const node: LibraryNode = {
    playbook,
    item: treeItem(playbook.title, {
      id: `playbook/${playbook.id}`,
      description: playbook.summary,
      tooltip: `${playbook.title}\n${playbook.summary}`,
      icon: 'checklist',
      context: 'playbook',
    }),
  };
  node.item.command = commandOf('azimuth.openPlaybook', 'Open Playbook', node);
  return node;
}

function queryNode(query: LibraryQuery, tables: ReadonlySet<string> | undefined): LibraryNode {
  const missing = tables ? query.tables.filter((table) => !tables.has(table)) : [];
  const node: LibraryNode = {
    query,
    item: treeItem(query.title, {
      id: `query/${query.id}`,
      description: missing.length > 0 ? `needs ${missing.join(', ')}` : query.tables.join(', '),
      tooltip: tooltip(query, missing),
      icon: missing.length > 0 ? 'circle-slash' : 'search',
      ...(missing.length > 0 ? { color: 'disabledForeground' } : {}),
      context: 'query',
    }),
  };
  node.item.command = commandOf('azimuth.openLibraryQuery', 'Open Query', node);
  return node;
}

function tooltip(query: LibraryQuery, missing: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString()
    .appendMarkdown('**')
    .appendText(query.title)
    .appendMarkdown('**\n\n');
  const line = (name: string, value: string) => {
    if (value !== '') text.appendMarkdown(`*${name}:* `).appendText(value).appendMarkdown('\n\n');
  };
  line('Question', query.question);
  line('Tables', query.tables.join(', '));
  line('Techniques', query.techniques.join(', '));
  for (const [name, value] of query.notes) line(titleCase(name), value);
  line('Not in this case', missing.join(', '));
  return text;
}
