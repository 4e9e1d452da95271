import type { JsonObject, JsonValue } from '../base/json.ts';
import { uuidOf } from '../base/uuid.ts';
import type { Confidence, TimelineEvent } from '../domain/timelineEvent.ts';
import { heightOf, type Property } from './afbHeight.ts';
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

/** Distances on the builder's canvas, in its units. */
const ASSET_X = 520;
const HALF_WIDTH = { action: 170, asset: 110 };
const GAP = { actions: 80, assets: 20 };

/** The builder's words whose numbers (10, 50 and 90) STIX's scale has in Low, Med and High: it publishes the number. */
const CONFIDENCE: Readonly<Record<Confidence, string>> = {
  low: 'very-doubtful',
  medium: 'even-odds',
  high: 'very-probable',
};

type Point = readonly [x: number, y: number];

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
    const { actions, effects, losses } = this.#graph;
    const places = new Map<string, { readonly y: number; readonly half: number }>();
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
      places.set(event.id, { y, half: height / 2 });
      this.#block(action, 'action', properties, [0, y]);
      let assetTop = y - column / 2;
      for (const { id, named, height: tall } of assets) {
        const at: Point = [ASSET_X, assetTop + tall / 2];
        this.#block(id, 'asset', named, at);
        this.#line(action, RIGHT, [HALF_WIDTH.action, y], id, LEFT, [ASSET_X - HALF_WIDTH.asset, at[1]]);
        assetTop += tall + GAP.assets;
      }
      top += row + GAP.actions;
    }
    for (const [cause, ends] of effects)
      for (const end of ends) {
        const [from, to] = [places.get(cause), places.get(end)];
        if (!from || !to) continue;
        const source: Point = [0, from.y + from.half];
        this.#line(this.#id('action', cause), BOTTOM, source, this.#id('action', end), TOP, [
          0,
          to.y - to.half,
        ]);
      }
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
      camera: { x: 0, y: 0, k: 0.8 },
    };
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

  #line(from: string, fromAngle: number, start: Point, to: string, toAngle: number, end: Point): void {
    const line = this.#id('line', from, to);
    const [source, target, handle] = ['source', 'target', 'handle'].map((part) => this.#id(part, line));
    if (source === undefined || target === undefined || handle === undefined) return;
    this.#latches.get(this.#anchorId(from, fromAngle))?.push(source);
    this.#latches.get(this.#anchorId(to, toAngle))?.push(target);
    this.#objects.push(
      { id: 'dynamic_line', instance: line, source, target, handles: [handle] },
      { id: 'generic_latch', instance: source },
      { id: 'generic_latch', instance: target },
      { id: 'generic_handle', instance: handle },
    );
    this.#children.push(line);
    this.#layout[source] = start;
    this.#layout[target] = end;
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
