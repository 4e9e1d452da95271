import * as vscode from 'vscode';
import type { Entity } from '../../domain/entity.ts';
import { byEntity, byTechnique, hitsOf, type HuntGroup } from '../../hunting/huntSummary.ts';
import { type HuntHit, MAX_HITS } from '../../hunting/huntSweep.ts';
import { entityText, techniqueText } from '../library/huntReport.ts';
import type { Hunts, Verdict } from '../library/hunts.ts';
import { counted } from '../../base/counts.ts';
import type { LibraryNode } from './libraryTree.ts';
import { treeItem } from './nodeTree.ts';

/** Entities past these are in the report. */
const MAX_ENTITIES = 100;

/** The last sweep: its hits, open ones first, and the same hits by technique and by entity. */
export function huntNode(hunts: Hunts): readonly LibraryNode[] {
  const { last } = hunts;
  if (!last) return [];
  const hits = hitsOf(last.results);
  const open = hits.filter((hit) => hunts.verdict(hit) === 'open');
  const rank = (hit: HuntHit): number => (hunts.verdict(hit) === 'open' ? 0 : 1);
  const nodes = (members: readonly HuntHit[], where: string): readonly LibraryNode[] =>
    members
      .toSorted((a, b) => rank(a) - rank(b) || a.total - b.total)
      .map((hit) => hitNode(hit, hunts.verdict(hit), where));
  const group = <K>(
    key: string,
    text: string,
    icon: string,
    { hits: members }: HuntGroup<K>,
  ): LibraryNode => ({
    item: treeItem(text, {
      id: `hunt/${last.when}/${key}`,
      description: counted(members.length, 'query', 'queries'),
      icon,
      expand: 'collapsed',
    }),
    children: () => nodes(members, key),
  });
  const folder = (
    name: string,
    children: () => readonly LibraryNode[],
    count: number,
    icon: string,
  ): LibraryNode => ({
    item: treeItem(name, {
      id: `hunt/${last.when}/${name}`,
      description: String(count),
      icon,
      expand: name === 'Hits' ? 'expanded' : 'collapsed',
    }),
    children,
  });
  const techniques = byTechnique(hits);
  const entities = byEntity(hits).slice(0, MAX_ENTITIES);
  return [
    {
      item: treeItem('Last hunt sweep', {
        id: `hunt/${last.when}`,
        description: `${last.when}, ${last.connection}: ${open.length} of ${counted(hits.length, 'hit')} open`,
        icon: 'telescope',
        expand: 'expanded',
        context: 'hunt',
      }),
      children: () =>
        hits.length === 0
          ? [{ item: treeItem('No query of the library had a hit', { icon: 'pass' }) }]
          : [
              folder('Hits', () => nodes(hits, 'hits'), hits.length, 'list-flat'),
              folder(
                'By technique',
                () =>
                  techniques.map((one) => {
                    const text = techniqueText(one.key, last.techniqueName(one.key));
                    return group(`technique/${one.key}`, text, 'symbol-class', one);
                  }),
                techniques.length,
                'list-tree',
              ),
              folder(
                'By entity',
                () =>
                  entities.map((one) =>
                    group(`entity/${entityText(one.key)}`, one.key.value, iconOf(one.key), one),
                  ),
                entities.length,
                'list-tree',
              ),
            ],
    },
  ];
}

function hitNode(hit: HuntHit, verdict: Verdict, where: string): LibraryNode {
  const rows = `${counted(hit.total, 'row')}${hit.total >= MAX_HITS ? ' or more' : ''}`;
  const said =
    verdict === 'open' ? rows : verdict === 'pinned' ? `pinned, ${rows}` : `dismissed: ${verdict.dismissed}`;
  return {
    query: hit.query,
    hit,
    item: treeItem(hit.query.title, {
      id: `hunt-hit/${where}/${hit.query.id}/${hit.digest}`,
      description: said,
      tooltip: tooltip(hit, said),
      icon: verdict === 'open' ? 'warning' : verdict === 'pinned' ? 'pinned' : 'circle-slash',
      ...(verdict === 'open' ? { color: 'list.warningForeground' } : { color: 'disabledForeground' }),
      context: verdict === 'open' ? 'huntHit.open' : 'huntHit.done',
    }),
  };
}

function tooltip({ query, completeness }: HuntHit, said: string): vscode.MarkdownString {
  const text = new vscode.MarkdownString().appendText(query.question).appendMarkdown('\n\n').appendText(said);
  if (completeness.state !== 'complete') text.appendMarkdown('\n\n').appendText(completeness.reason);
  for (const [name, value] of query.notes)
    text.appendMarkdown('\n\n*').appendText(name).appendMarkdown(':* ').appendText(value);
  return text.appendMarkdown('\n\n').appendText(query.techniques.join(', '));
}

const ICONS: Readonly<Partial<Record<Entity['kind'], string>>> = {
  ip: 'globe',
  account: 'account',
  'azure-resource': 'azure',
  'cloud-application': 'extensions',
  host: 'vm',
};

function iconOf({ kind }: Entity): string {
  return ICONS[kind] ?? 'symbol-field';
}
