import { markdownText } from '../base/markdown.ts';
import { COLUMNS } from './columns.ts';
import {
  ATTACK_NOTICE,
  commonLosses,
  dated,
  type Exported,
  overruled,
  type Story,
  undated,
} from './exchange.ts';
import { lostTechniques } from './techniques.ts';

const SHOWN = COLUMNS.filter(({ name }) => !['end', 'confidence'].includes(name));

/** A table for a report or a ticket; text of logs is escaped, so that it shows and does nothing. */
export function markdownTimeline(story: Story): Exported {
  const losses = [
    'Ends, confidence, rows, queries, digests and links between events are left out; the case holds them.',
    ...overruled(story),
    ...lostTechniques(story.events, story.attackVersion),
    ...commonLosses(story),
  ];
  const header = SHOWN.map(({ name }) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const table = (events: Story['events']): string[] => [
    line(header),
    line(header.map(() => '---')),
    ...events.map((event) => line(SHOWN.map((column) => markdownText(column.text(event, story))))),
  ];
  const without = undated(story);
  const parts = [
    `# ${markdownText(story.title)}`,
    '',
    `ATT&CK Enterprise ${story.attackVersion}. Exported ${story.made} by ${markdownText(story.by)}.`,
    '',
    ...(dated(story).length > 0 ? table(dated(story)) : ['No event has a time.']),
    ...(without.length > 0 ? ['', '## Without a time', '', ...table(without)] : []),
    ...(story.notObserved.length > 0
      ? [
          '',
          '## Not observed',
          '',
          ...story.notObserved.map(
            ({ table: name, window, why }) =>
              `- ${markdownText(name)}: ${window.start} to ${window.end}, ${markdownText(why)}`,
          ),
        ]
      : []),
    '',
    ...losses.map((loss) => `> ${markdownText(loss)}`),
    '',
    ATTACK_NOTICE,
  ];
  return { content: `${parts.join('\n')}\n`, losses };
}
