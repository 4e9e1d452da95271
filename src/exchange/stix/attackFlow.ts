import type { JsonValue } from '../../base/json.ts';
import type { TimelineEvent } from '../../domain/timelineEvent.ts';
import { ATTACK_NOTICE, type Exported, type Story } from '../exchange.ts';
import { actionText, type FlowGraph, flowGraph } from '../flowGraph.ts';
import { tacticId, techniquesOf } from '../techniques.ts';
import { stixEntity } from './entities.ts';
import {
  author,
  bundleOf,
  CONFIDENCE,
  domainObject,
  milliseconds,
  type StixObject,
  stixId,
} from './objects.ts';

const EXTENSION = 'extension-definition--fb9c968a-745b-4ade-9b25-c324172197f4';
const EXTENSION_AUTHOR = 'identity--d673f8cb-c168-42da-8ed4-0cb26725f86c';
const EXTENSION_DATE = '2022-08-02T19:34:35.143Z';

/** The Attack Flow 2.0 extension of STIX 2.1, as each bundle of a flow has to carry it. */
const DEFINITION: readonly StixObject[] = [
  {
    type: 'extension-definition',
    spec_version: '2.1',
    id: EXTENSION,
    created_by_ref: EXTENSION_AUTHOR,
    created: EXTENSION_DATE,
    modified: EXTENSION_DATE,
    name: 'Attack Flow',
    description: 'Extends STIX 2.1 with features to create Attack Flows.',
    schema:
      'https://center-for-threat-informed-defense.github.io/attack-flow/stix/attack-flow-schema-2.0.0.json',
    version: '2.0.0',
    extension_types: ['new-sdo'],
  },
  {
    type: 'identity',
    spec_version: '2.1',
    id: EXTENSION_AUTHOR,
    created_by_ref: EXTENSION_AUTHOR,
    created: EXTENSION_DATE,
    modified: EXTENSION_DATE,
    name: 'MITRE Center for Threat-Informed Defense',
    identity_class: 'organization',
  },
];

/** Attack Flow 2.0 as a STIX bundle: an action of each event, an asset of each entity, effects along accepted links. */
export function attackFlow(story: Story): Exported {
  const graph = flowGraph(story);
  const flow = flowObject('attack-flow', stixId('attack-flow', story.caseId), story, story.made, {
    name: story.title,
    description: [
      `${story.events.length} events of the case "${story.title}".`,
      ...graph.losses,
      ATTACK_NOTICE,
    ].join('\n'),
    scope: 'incident',
    start_refs: graph.starts.map((id) => actionId(id, story)),
  });
  const objects = graph.actions.flatMap((event) => actionAndAssets(event, graph, story));
  return {
    content: bundleOf(story, 'attack-flow', [...DEFINITION, author(story), flow, ...objects]),
    losses: graph.losses,
  };
}

function flowObject(
  type: string,
  id: string,
  story: Story,
  created: string,
  members: Readonly<Record<string, JsonValue | undefined>>,
): StixObject {
  return domainObject(type, id, story, created, {
    ...members,
    extensions: { [EXTENSION]: { extension_type: 'new-sdo' } },
  });
}

function actionId(event: string, { caseId }: Story): string {
  return stixId('attack-action', caseId, event);
}

function actionAndAssets(event: TimelineEvent, { effects }: FlowGraph, story: Story): StixObject[] {
  const [main] = techniquesOf(event, story.attackVersion).named;
  const assets = event.entities.flatMap(({ kind, value }) => {
    const object = stixEntity({ kind, value }, story);
    const asset = flowObject(
      'attack-asset',
      stixId('attack-asset', story.caseId, kind, value),
      story,
      story.made,
      {
        name: value,
        description: kind,
        object_ref: object?.id,
      },
    );
    return [asset, ...(object ? [object] : [])];
  });
  const action = flowObject('attack-action', actionId(event.id, story), story, event.provenance.pinnedAt, {
    name: main?.name ?? event.title,
    technique_id: main?.id,
    tactic_id: main && tacticId(main.tactics[0] ?? '', story.attackVersion),
    description: actionText(event, story),
    confidence: main && CONFIDENCE[main.claim.confidence],
    execution_start: event.time === null ? undefined : milliseconds(event.time),
    execution_end: event.end === null ? undefined : milliseconds(event.end),
    asset_refs: assets.filter(({ type }) => type === 'attack-asset').map(({ id }) => id),
    effect_refs: (effects.get(event.id) ?? []).map((id) => actionId(id, story)),
  });
  return [action, ...assets];
}
