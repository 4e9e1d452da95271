import type { JsonObject, JsonValue } from '../base/json.ts';
import { uuidOf } from '../base/uuid.ts';
import type { Confidence, TimelineEvent } from '../domain/timelineEvent.ts';
import { heightOf, type Property } from './afbHeight.ts';
import { tracksOf } from './afbTracks.ts';
import { ATTACK_NOTICE, type Exported, type Story } from './exchange.ts';
import { actionText, type FlowGraph, flowGraph } from './flowGraph.ts';
import { milliseconds } from './stix/objects.ts';
import { tacticId, techniquesOf } from './techniques.ts';

const NAMESPACE = 'b7a3c1de-54f2-4f0b-9d53-2c8f7a1be4d9';
/** Anchors of a block by their angle; the builder's templates have these twelve. */
const HORIZONTAL = [0, 30, 150, 180, 210, 330];
const ANGLES = Array.from({ length: 12 }, (_, i) => i * 30);
const RIGHT = 0;
const TOP = 90;
const LEFT = 180;
const BOTTOM = 270;
/** Where lines beside the column leave an action, and above it where they reach one. */
const LEFT_LOW = 150;
const LEFT_HIGH = 210;

/** Distances on the builder's canvas, in its units. */
const ASSET_X = 520;
const HALF_WIDTH = { action: 170, asset: 110 };
const GAP = { actions: 80, assets: 20 };
/** The first track beside the column of actions, and from each to the next. */
const TRACK = { first: -210, next: -20 };
const ZOOM = 0.8;

/** The builder's words whose numbers (10, 50 and 90) STIX's scale has in Low, Med and High: it publishes the number. */
const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  low: 'very-doubtful',
  medium: 'even-odds',
  high: 'very-probable',
};

type Point = readonly [x: number, y: number];
/** Of an action: its block, its place in time, and where it lies. */
interface Place {
  readonly action: string;
  readonly row: number;
  readonly y: number;
  readonly half: number;
}

interface End {
  readonly block: string;
  readonly angle: number;
  readonly at: Point;
}

/** A file of the Attack Flow Builder: the same flow, with places on its canvas from top to bottom in order of time. */
export function afbTimeline(story: Story): Exported {
  const graph = flowGraph(story);
  return { content: `${JSON.stringify(new Canvas(story, graph).file(), null, 2)}\n`, losses: graph.losses };
}

class Canvas {
  readonly #story: Story;
  readonly #graph: FlowGraph;
  readonly #objects: JsonObject[] = [];
  readonly #children: string[] = [];
  readonly #layout: Record<string, Point> = {};
  /** Latches of each anchor. */
  readonly #latches = new Map<string, string[]>();

  constructor(story: Story, graph: FlowGraph) {
    this.#story = story;
    this.#graph = graph;
  }

  file(): JsonObject {
    const { actions, losses } = this.#graph;
    const places = new Map<string, Place>();
    let top = 0;
    for (const event of actions) {
      const properties = actionProperties(event, this.#story);
      const height = heightOf(properties);
      const assets = event.entities.map(({ kind, value }) => {
        const named: Property[] = [
          ['name', value],
          ['description', kind],
        ];
        return { id: this.#id('asset', event.id, kind, value), named, height: heightOf(named) };
      });
      const column = assets.reduce((sum, asset) => sum + asset.height + GAP.assets, 0);
      const row = Math.max(height, column);
      const y = top + row / 2;
      const action = this.#id('action', event.id);
      places.set(event.id, { action, row: places.size, y, half: height / 2 });
      this.#block(action, 'action', properties, [0, y]);
      let assetTop = y - column / 2;
      for (const { id, named, height: tall } of assets) {
        const at: Point = [ASSET_X, assetTop + tall / 2];
        this.#block(id, 'asset', named, at);
        this.#line(
          { block: action, angle: RIGHT, at: [HALF_WIDTH.action, y] },
          { block: id, angle: LEFT, at: [ASSET_X - HALF_WIDTH.asset, at[1]] },
        );
        assetTop += tall + GAP.assets;
      }
      top += row + GAP.actions;
    }
    this.#effects(places);
    const flow = this.#id('flow');
    const middle = top / 2;
    return {
      schema: 'attack_flow_v2',
      theme: 'dark_theme',
      objects: [
        {
          id: 'flow',
          instance: flow,
          properties: flowProperties(this.#story, losses),
          objects: this.#children,
        },
        ...this.#objects,
        ...this.#anchors(),
      ],
      layout: { [flow]: [0, middle], ...this.#layout },
      camera: { x: ASSET_X / 2, y: places.get(actions[0]?.id ?? '')?.y ?? 0, k: ZOOM },
    };
  }

  #effects(places: ReadonlyMap<string, Place>): void {
    const { actions, effects } = this.#graph;
    const tracks = tracksOf(
      actions.map(({ id }) => id),
      effects,
    );
    for (const [cause, ends] of effects)
      for (const end of ends) {
        const [from, to] = [places.get(cause), places.get(end)];
        if (!from || !to) continue;
        if (to.row === from.row + 1)
          this.#line(
            { block: from.action, angle: BOTTOM, at: [0, from.y + from.half] },
            { block: to.action, angle: TOP, at: [0, to.y - to.half] },
          );
        else
          this.#line(
            { block: from.action, angle: LEFT_LOW, at: [-HALF_WIDTH.action, from.y + from.half / 2] },
            { block: to.action, angle: LEFT_HIGH, at: [-HALF_WIDTH.action, to.y - to.half / 2] },
            [TRACK.first + TRACK.next * (tracks.get(cause) ?? 0), (from.y + to.y) / 2],
          );
      }
  }

  #id(...name: readonly string[]): string {
    return uuidOf(NAMESPACE, JSON.stringify([this.#story.caseId, ...name]));
  }

  #anchorId(block: string, angle: number): string {
    return this.#id('anchor', block, String(angle));
  }

  #block(instance: string, template: string, properties: readonly Property[], at: Point): void {
    const anchors = Object.fromEntries(
      ANGLES.map((angle) => [String(angle), this.#anchorId(instance, angle)]),
    );
    for (const angle of ANGLES) this.#latches.set(this.#anchorId(instance, angle), []);
    this.#objects.push({ id: template, instance, properties, anchors });
    this.#children.push(instance);
    this.#layout[instance] = at;
  }

  /** By way of a point that the builder keeps, or of one that it finds itself. */
  #line(from: End, to: End, via?: Point): void {
    const line = this.#id('line', from.block, to.block);
    const [source, target, handle] = ['source', 'target', 'handle'].map((part) => this.#id(part, line));
    if (source === undefined || target === undefined || handle === undefined) return;
    this.#latches.get(this.#anchorId(from.block, from.angle))?.push(source);
    this.#latches.get(this.#anchorId(to.block, to.angle))?.push(target);
    this.#objects.push(
      { id: 'dynamic_line', instance: line, source, target, handles: [handle] },
      { id: 'generic_latch', instance: source },
      { id: 'generic_latch', instance: target },
      { id: 'generic_handle', instance: handle },
    );
    this.#children.push(line);
    this.#layout[source] = from.at;
    this.#layout[target] = to.at;
    if (via) this.#layout[handle] = via;
  }

  #anchors(): JsonObject[] {
    return this.#objects.flatMap(({ anchors }) =>
      typeof anchors !== 'object' || anchors === null
        ? []
        : Object.entries(anchors as Readonly<Record<string, string>>).map(([angle, instance]) => ({
            id: HORIZONTAL.includes(Number(angle)) ? 'horizontal_anchor' : 'vertical_anchor',
            instance,
            latches: this.#latches.get(instance) ?? [],
          })),
    );
  }
}

function actionProperties(event: TimelineEvent, story: Story): Property[] {
  const [main] = techniquesOf(event, story.attackVersion).named;
  const tactic = (main && tacticId(main.tactics[0] ?? '', story.attackVersion)) ?? null;
  return [
    ['name', main?.name ?? event.title],
    ['tactic_id', tactic],
    ['tactic_ref', null],
    ['technique_id', main?.id ?? null],
    ['technique_ref', null],
    ['description', actionText(event, story)],
    ['confidence', main ? CONFIDENCE[main.claim.confidence] : null],
    ['execution_start', event.time === null ? null : milliseconds(event.time)],
    ['execution_end', event.end === null ? null : milliseconds(event.end)],
    [
      'ttp',
      [
        ['tactic', tactic],
        ['technique', main?.id ?? null],
      ],
    ],
  ];
}

function flowProperties(story: Story, losses: readonly string[]): JsonValue[] {
  return [
    ['name', story.title],
    [
      'description',
      [`${story.events.length} events of the case "${story.title}".`, ...losses, ATTACK_NOTICE].join('\n'),
    ],
    [
      'author',
      [
        ['name', story.by],
        ['identity_class', 'individual'],
        ['contact_information', null],
      ],
    ],
    ['scope', 'incident'],
    ['external_references', []],
    ['created', milliseconds(story.made)],
  ];
}
