import { markdownText } from '../../base/markdown.ts';
import type { ConnectionInfo } from '../../domain/connection.ts';
import type { Entity } from '../../domain/entity.ts';
import { byEntity, byTechnique, hitsOf, type HuntGroup } from '../../hunting/huntSummary.ts';
import { type HuntResult, MAX_HITS } from '../../hunting/huntSweep.ts';
import { cellName, type LibraryQuery } from '../../hunting/libraryQuery.ts';
import type { MarkdownCell } from '../notebook/kqlMarkdown.ts';
import { counted } from '../../base/counts.ts';

/** Entities past these are in the view. */
const MAX_ENTITIES = 25;

/** The sweep told as a notebook: summary, what hit as cells to run and pin from, then what did not and what could not. */
export function sweepCells(
  results: readonly HuntResult[],
  about: {
    readonly title: string;
    readonly when: string;
    readonly connection: ConnectionInfo;
    readonly window: string;
    /** Undefined for an id that ATT&CK does not have. */
    readonly techniqueName: (id: string) => string | undefined;
  },
): readonly MarkdownCell[] {
  const hits = hitsOf(results);
  const quiet = results.filter((result) => result.kind === 'quiet');
  const missing = results.filter((result) => result.kind === 'missing');
  const failed = results.filter((result) => result.kind === 'failed');
  const cancelled = results.filter((result) => result.kind === 'cancelled');
  const ran = hits.length + quiet.length;
  return [
    markdown(
      `# ${about.title} of ${about.when}\n\n${counted(ran, 'query', 'queries')} ran on ${markdownText(about.connection.label)}, ${markdownText(about.window)}; ${hits.length} with hits. ` +
        (cancelled.length > 0
          ? `The sweep was cancelled: ${counted(cancelled.length, 'query was', 'queries were')} not asked. `
          : '') +
        'A hit is a question to answer, not a verdict: read what each query says a hit means. ' +
        'Under Last hunt sweep in the Library view each is pinned to the timeline, or dismissed with a reason.',
    ),
    ...table('By technique', 'Technique', byTechnique(hits), (id) =>
      techniqueText(id, about.techniqueName(id)),
    ),
    ...table('By entity', 'Entity', byEntity(hits).slice(0, MAX_ENTITIES), entityText),
    ...hits
      .toSorted((a, b) => a.total - b.total)
      .flatMap(({ query, total }) => [
        markdown(
          `## ${query.title}\n\n${counted(total, 'row')}${total >= MAX_HITS ? ' or more' : ''}. ${query.question}`,
        ),
        kql(query, about.connection),
      ]),
    ...section(
      'Without hits',
      quiet.map(
        ({ query, completeness }) =>
          `${query.title}${completeness.state === 'complete' ? '' : ` (${markdownText(completeness.reason)})`}`,
      ),
    ),
    ...section(
      'Not run: the tables are not there',
      missing.map(({ query, tables }) => `${query.title}: ${tables.join(', ')}`),
    ),
    ...section(
      'Not asked: the sweep was cancelled before',
      cancelled.map(({ query }) => query.title),
    ),
    ...section(
      'Not answered',
      failed.map(({ query, reason }) => `${query.title}: ${markdownText(reason)}`),
    ),
  ];
}

/** The option of a cell that is to be asked elsewhere than of the case. */
export function onConnection(connection: ConnectionInfo | undefined): string {
  return connection && connection.kind !== 'case' ? ` connection=${connection.name}` : '';
}

export function techniqueText(id: string, name: string | undefined): string {
  return name === undefined ? id : `${id} ${name}`;
}

export function entityText({ kind, value }: Entity): string {
  return `${kind} ${value}`;
}

function table<K>(
  title: string,
  head: string,
  groups: readonly HuntGroup<K>[],
  text: (key: K) => string,
): readonly MarkdownCell[] {
  if (groups.length === 0) return [];
  const lines = groups.map(
    ({ key, hits }) =>
      `| ${markdownText(text(key))} | ${hits.length} | ${hits.map(({ query }) => markdownText(query.title)).join(', ')} |`,
  );
  return [
    markdown(
      [`## ${title}`, '', `| ${head} | Queries | Which |`, '| --- | --- | --- |', ...lines].join('\n'),
    ),
  ];
}

function section(title: string, lines: readonly string[]): readonly MarkdownCell[] {
  return lines.length === 0
    ? []
    : [markdown(`## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}`)];
}

export function markdown(text: string): MarkdownCell {
  return { kind: 'markdown', text, info: '' };
}

/** A query of the library as a cell that later cells can read by its name. */
export function kql(query: LibraryQuery, connection?: ConnectionInfo): MarkdownCell {
  return { kind: 'kql', text: query.text, info: `name=${cellName(query.id)}${onConnection(connection)}` };
}
