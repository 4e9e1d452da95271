import type { JsonObject } from '../base/json.ts';
import type { Confidence, TimelineEvent } from '../domain/timelineEvent.ts';
import { counted } from '../base/counts.ts';
import { ATTACK_NOTICE, commonLosses, type Exported, eventsHave, overruled, type Story } from './exchange.ts';
import { lostTechniques, type NamedTechnique, techniquesOf, whoSaid } from './techniques.ts';

const LONGEST_COMMENT = 4000;
const WEIGHT: Readonly<Record<Confidence, number>> = { low: 25, medium: 50, high: 100 };

/** A layer of ATT&CK Navigator (format 4.5): each technique with the events that evidence it, scored by confidence. */
export function navigatorLayer(story: Story): Exported {
  const { attackVersion, events } = story;
  const evidence = new Map<string, { named: NamedTechnique; event: TimelineEvent }[]>();
  let without = 0;
  for (const event of events) {
    const { named } = techniquesOf(event, attackVersion);
    if (named.length === 0) without++;
    for (const each of named)
      evidence.set(each.id, [...(evidence.get(each.id) ?? []), { named: each, event }]);
  }
  const techniques = [...evidence]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, found]) => ({ id, found, comment: commentOf(found) }));
  const shortened = techniques.filter(({ comment }) => comment.isShortened).length;
  const losses = [
    'A layer holds techniques, not events: ends, order, entities, notes, rows and links between events are left out, and so are stretches that were not observed; the comments name the events.',
    ...(shortened > 0
      ? [
          `${counted(shortened, 'comment')} ${shortened === 1 ? 'is' : 'are'} shortened to ${LONGEST_COMMENT} characters.`,
        ]
      : []),
    ...(without > 0
      ? [`${eventsHave(without)} no technique and ${without === 1 ? 'is' : 'are'} left out.`]
      : []),
    ...overruled(story),
    ...lostTechniques(events, attackVersion),
    ...commonLosses(story),
  ];
  const layer = {
    name: story.title,
    versions: { layer: '4.5', navigator: '5.1.0', attack: attackVersion.split('.')[0] ?? attackVersion },
    domain: 'enterprise-attack',
    description: [`${events.length} events of the case "${story.title}".`, ...losses, ATTACK_NOTICE].join(
      '\n',
    ),
    techniques: techniques.map(({ id, found, comment }) => techniqueOf(id, found, comment.text)),
    gradient: { colors: ['#ffe7a3', '#d1242f'], minValue: 0, maxValue: 100 },
    legendItems: [],
    showTacticRowBackground: false,
    tacticRowBackground: '#dddddd',
    selectTechniquesAcrossTactics: true,
    selectSubtechniquesWithParent: false,
    hideDisabled: false,
    sorting: 3,
    layout: {
      layout: 'side',
      aggregateFunction: 'max',
      showID: true,
      showName: true,
      showAggregateScores: false,
      countUnscored: false,
      // A technique is folded unless it is asked for, and with it every sub-technique that has evidence.
      expandedSubtechniques: 'annotated',
    },
    metadata: [
      { name: 'case', value: story.caseId },
      { name: 'exported', value: story.made },
      { name: 'attack version', value: attackVersion },
    ],
  } satisfies JsonObject;
  return { content: `${JSON.stringify(layer, null, 2)}\n`, losses };
}

interface Evidence {
  readonly named: NamedTechnique;
  readonly event: TimelineEvent;
}

function techniqueOf(id: string, found: readonly Evidence[], comment: string): JsonObject {
  const score = Math.max(...found.map(({ named }) => WEIGHT[named.claim.confidence]));
  const tables = [...new Set(found.map(({ event }) => event.table))].filter((table) => table !== '');
  return {
    techniqueID: id,
    score,
    comment,
    enabled: true,
    metadata: [
      { name: 'events', value: String(found.length) },
      ...(tables.length > 0 ? [{ name: 'tables', value: tables.join(', ') }] : []),
    ],
    links: [],
  };
}

/** A line for each event: as many as fit, and how many there are besides. */
function commentOf(found: readonly Evidence[]): { readonly text: string; readonly isShortened: boolean } {
  const kept: string[] = [];
  let length = 0;
  let isShortened = false;
  for (const { event, named } of found) {
    const { claim, translated } = named;
    const line = [
      `${event.time ?? 'no time'} ${event.title}`,
      `(${claim.confidence} confidence, ${whoSaid(claim)}: ${claim.reason})`,
      ...(translated === '' ? [] : [`[${claim.technique} of ${claim.attackVersion}: ${translated}]`]),
    ].join(' ');
    length += line.length + 1;
    if (length > LONGEST_COMMENT) isShortened = true;
    if (kept.length > 0 && length > LONGEST_COMMENT) break;
    kept.push(line.length > LONGEST_COMMENT ? `${line.slice(0, LONGEST_COMMENT).toWellFormed()}…` : line);
  }
  const more = found.length - kept.length;
  return { text: [...kept, ...(more > 0 ? [`and ${more} more events`] : [])].join('\n'), isShortened };
}
