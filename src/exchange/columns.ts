import type { TimelineEvent } from '../domain/timelineEvent.ts';
import type { Story } from './exchange.ts';
import { tacticName, techniquesOf, whoSaid } from './techniques.ts';

/** The columns of tabular exports, with the text of each for an event. */
export const COLUMNS: readonly { readonly name: string; text(event: TimelineEvent, story: Story): string }[] =
  [
    { name: 'time', text: ({ time }) => time ?? '' },
    { name: 'end', text: ({ end }) => end ?? '' },
    { name: 'title', text: ({ title }) => title },
    { name: 'severity', text: ({ severity }) => severity },
    { name: 'tactics', text: (event, story) => tacticsOf(event, story).join('; ') },
    {
      name: 'techniques',
      text: (event, { attackVersion }) =>
        techniquesOf(event, attackVersion)
          .named.map(({ id, name }) => `${id} ${name}`)
          .join('; '),
    },
    {
      name: 'confidence',
      text: (event, { attackVersion }) =>
        techniquesOf(event, attackVersion)
          .named.map(({ claim }) => `${claim.confidence} (${whoSaid(claim)})`)
          .join('; '),
    },
    {
      name: 'entities',
      text: ({ entities }) => entities.map(({ kind, value }) => `${kind} ${value}`).join('; '),
    },
    { name: 'table', text: ({ table }) => table },
    { name: 'note', text: ({ note }) => note },
  ];

export function tacticsOf(event: TimelineEvent, { attackVersion }: Story): string[] {
  const all = techniquesOf(event, attackVersion).named.flatMap(({ tactics }) => tactics);
  return [...new Set(all)].map((shortname) => tacticName(shortname, attackVersion));
}
