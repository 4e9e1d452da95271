import { sha256 } from '../../base/hash.ts';
import { counted } from '../../base/counts.ts';
import { ticksFromIso } from '../../base/ticks.ts';
import type { EventLink, TimelineEvent } from '../../domain/timelineEvent.ts';
import {
  ATTACK_NOTICE,
  commonLosses,
  dated,
  type Exported,
  eventsHave,
  overruled,
  type Story,
  undated,
} from '../exchange.ts';
import { lostTechniques, type NamedTechnique, techniquesOf, whoSaid } from '../techniques.ts';
import { stixEntity } from './entities.ts';
import {
  author,
  bundleOf,
  CONFIDENCE,
  domainObject,
  microseconds,
  observable,
  type StixObject,
  stixId,
} from './objects.ts';

/**
 * STIX 2.1: an observed-data of each event, a sighting of each technique in it, a note with what a person wrote, a
 * relationship for each accepted link, and a report that holds them together and says what is left out.
 */
export function stixTimeline(story: Story): Exported {
  const losses = lossesOf(story);
  const objects = story.events.flatMap((event) => objectsOf(event, story));
  const unique = [...new Map(objects.map((each) => [each.id, each])).values()];
  const report = domainObject('report', stixId('report', story.caseId), story, story.made, {
    name: story.title,
    report_types: ['incident'],
    published: microseconds(story.made),
    description: [
      `${story.events.length} events of the case "${story.title}".`,
      ...losses,
      ATTACK_NOTICE,
    ].join('\n'),
    object_refs: unique.length > 0 ? unique.map(({ id }) => id) : [author(story).id],
  });
  return { content: bundleOf(story, 'stix', [author(story), ...unique, report]), losses };
}

function lossesOf(story: Story): string[] {
  const without = undated(story).length;
  const fine = dated(story).filter(({ time }) => /\.\d{6}[1-9]/.test(time ?? '')).length;
  const backwards = dated(story).filter((event) => event.end !== null && lastOf(event) !== event.end).length;
  const unlinked = story.events.reduce(
    (sum, event) => sum + (event.links ?? []).length - heldLinks(event, story).length,
    0,
  );
  const open = story.events.reduce((sum, event) => sum + strange(event, story).length, 0);
  return [
    "The attack-pattern objects are this export's own and refer to ATT&CK by external id: MITRE's STIX ids are not known here.",
    ...(without > 0
      ? [
          `${eventsHave(without)} no time; STIX cannot say so of observed-data, so these are notes with their row.`,
        ]
      : []),
    ...(backwards > 0
      ? [
          `${counted(backwards, 'event')} ${backwards === 1 ? 'ends' : 'end'} before ${backwards === 1 ? 'its' : 'their'} time; the end is left out.`,
        ]
      : []),
    ...(unlinked > 0
      ? [
          `${counted(unlinked, 'link')} ${unlinked === 1 ? 'is' : 'are'} left out: nobody accepted ${unlinked === 1 ? 'it' : 'them'}, or an event has no time or is not in this export.`,
        ]
      : []),
    ...(fine > 0 ? [`Times are cut to microseconds; the rows keep all digits (${fine} events).`] : []),
    ...(open > 0
      ? [`${open} entities have values that STIX has no form for; they are named in the notes.`]
      : []),
    ...story.notObserved.map(
      ({ table, window, why }) => `Not observed: ${table}, ${window.start} to ${window.end}: ${why}.`,
    ),
    ...overruled(story),
    ...lostTechniques(story.events, story.attackVersion),
    ...commonLosses(story),
  ];
}

function strange(event: TimelineEvent, story: Story): string[] {
  return event.entities.flatMap((entity) =>
    stixEntity(entity, story) ? [] : [`${entity.kind} ${entity.value}`],
  );
}

const isObservable = ({ type }: StixObject): boolean => type !== 'identity';

function objectsOf(event: TimelineEvent, story: Story): StixObject[] {
  const { named } = techniquesOf(event, story.attackVersion);
  const entities = event.entities.flatMap((entity) => stixEntity(entity, story) ?? []);
  const row = rowArtifact(event);
  const patterns = named.map((each) => attackPattern(each, story));
  if (event.time === null)
    return [
      ...entities,
      row,
      ...patterns,
      noteOf(event, story, [row.id, ...entities.map(({ id }) => id), ...patterns.map(({ id }) => id)]),
    ];
  const seen = { first: microseconds(event.time), last: microseconds(lastOf(event)) };
  const observed = domainObject('observed-data', observedId(event, story), story, event.provenance.pinnedAt, {
    first_observed: seen.first,
    last_observed: seen.last,
    number_observed: 1,
    object_refs: [row, ...entities.filter(isObservable)].map(({ id }) => id),
  });
  const systems = entities.filter((each) => !isObservable(each)).map(({ id }) => id);
  const sightings = named.map(({ id, claim, translated }, i) =>
    domainObject(
      'sighting',
      stixId('sighting', story.caseId, event.id, id),
      story,
      event.provenance.pinnedAt,
      {
        sighting_of_ref: patterns[i]?.id,
        observed_data_refs: [observed.id],
        where_sighted_refs: systems,
        first_seen: seen.first,
        last_seen: seen.last,
        count: 1,
        confidence: CONFIDENCE[claim.confidence],
        description: [
          `${event.title}. ${claim.reason} (${whoSaid(claim)})`,
          ...(translated === '' ? [] : [translated]),
        ].join(' '),
      },
    ),
  );
  return [
    ...entities,
    row,
    ...patterns,
    observed,
    ...sightings,
    noteOf(event, story, [observed.id]),
    ...linksOf(event, story),
  ];
}

/** The end where it is one: STIX wants it not before the start. */
function lastOf({ time, end }: TimelineEvent): string {
  const [first, last] = [time ?? '', end ?? ''].map(ticksFromIso);
  return end !== null && first !== undefined && last !== undefined && last >= first ? end : (time ?? '');
}

function observedId(event: Pick<TimelineEvent, 'id'>, story: Story): string {
  return stixId('observed-data', story.caseId, event.id);
}

function rowArtifact({ row }: TimelineEvent): StixObject {
  const text = JSON.stringify(row);
  return observable(
    'artifact',
    { hashes: { 'SHA-256': sha256(text) }, payload_bin: Buffer.from(text).toString('base64') },
    { mime_type: 'application/json' },
  );
}

function attackPattern({ id, name, tactics }: NamedTechnique, story: Story): StixObject {
  return domainObject(
    'attack-pattern',
    stixId('attack-pattern', id, story.attackVersion),
    story,
    story.made,
    {
      name,
      kill_chain_phases: tactics.map((phase) => ({ kill_chain_name: 'mitre-attack', phase_name: phase })),
      external_references: [
        {
          source_name: 'mitre-attack',
          external_id: id,
          url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}`,
        },
      ],
    },
  );
}

function noteOf(event: TimelineEvent, story: Story, about: readonly string[]): StixObject {
  const { provenance } = event;
  const rest = strange(event, story);
  return domainObject('note', stixId('note', story.caseId, event.id), story, provenance.pinnedAt, {
    abstract: event.title,
    content: [
      ...(event.note === '' ? [] : [event.note]),
      `Severity: ${event.severity}`,
      `Source: ${event.table === '' ? 'by hand' : event.table}`,
      `Connection: ${provenance.connection}`,
      `Query: ${provenance.query}`,
      `Digest of the answer: ${provenance.answerDigest}`,
      `Digest of the row: ${event.contentDigest}`,
      ...(event.time === null ? ['The event has no time.'] : []),
      ...(rest.length > 0 ? [`Other entities: ${rest.join(', ')}`] : []),
    ].join('\n'),
    authors: [provenance.pinnedBy].filter((name) => name !== ''),
    object_refs: about,
  });
}

/** An accepted link between two events that are both in the bundle as observed-data. */
function linksOf(event: TimelineEvent, story: Story): StixObject[] {
  return heldLinks(event, story).map(({ from, reason, at }) =>
    domainObject('relationship', stixId('relationship', story.caseId, from, event.id), story, at, {
      relationship_type: 'related-to',
      description: `The source is held to have led to the target: ${reason}`,
      source_ref: observedId({ id: from }, story),
      target_ref: observedId(event, story),
    }),
  );
}

function heldLinks({ time, links = [] }: TimelineEvent, story: Story): readonly EventLink[] {
  if (time === null) return [];
  const there = new Set(dated(story).map(({ id }) => id));
  return links.filter(({ state, from }) => state === 'accepted' && there.has(from));
}
