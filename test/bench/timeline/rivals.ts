import TimelinesChart from 'timelines-chart';
import { Timeline as Vis } from 'vis-timeline/standalone';

/** A design that is shown events and then moved by its own means; times are milliseconds, spans in the same. */
export interface Rival {
  /** Resolves when the first complete picture is there. */
  show(time: Float64Array, laneOfRule: Uint16Array, rule: Uint16Array): Promise<void>;
  look(start: number, end: number): void;
}

export type RivalName = 'vis-timeline' | 'vis-timeline clustered' | 'timelines-chart';

export function startRival(name: RivalName, root: HTMLElement): Rival {
  return name === 'timelines-chart'
    ? timelinesChart(root)
    : visTimeline(root, name === 'vis-timeline clustered');
}

/** Tuned: no stacking, no animation. Without a window of its own it fits the events, and reports when it has drawn them. */
function visTimeline(root: HTMLElement, clustered: boolean): Rival {
  let timeline: Vis | undefined;
  return {
    show: (time, laneOfRule, rule) =>
      new Promise((done) => {
        const items = Array.from(time, (at, id) => ({
          id,
          group: laneOfRule[rule[id] ?? 0] ?? 0,
          start: at,
          content: '',
          type: 'point' as const,
        }));
        const lanes = Math.max(...laneOfRule) + 1;
        const groups = Array.from({ length: lanes }, (_, id) => ({ id, content: `lane ${id}` }));
        timeline = new Vis(root, items, groups, {
          stack: false,
          showCurrentTime: false,
          height: '100%',
          ...(clustered ? { cluster: { maxItems: 1, titleTemplate: '{count}' } } : {}),
          // Its `changed` comes while the picture is still blank.
          onInitialDrawComplete: () => requestAnimationFrame(() => requestAnimationFrame(() => done())),
        });
      }),
    look: (start, end) => timeline?.setWindow(start, end, { animation: false }),
  };
}

/** First and last, of events in any order. */
export function spanOf(time: Float64Array): readonly [number, number] {
  let [first, last] = [Infinity, -Infinity];
  for (const at of time) {
    first = Math.min(first, at);
    last = Math.max(last, at);
  }
  return [first, last];
}

function timelinesChart(root: HTMLElement): Rival {
  const chart = new TimelinesChart(root);
  return {
    show: (time, laneOfRule, rule) =>
      new Promise((done) => {
        const lanes = new Map<number, { timeRange: [Date, Date]; val: string }[]>();
        time.forEach((at, i) => {
          const lane = laneOfRule[rule[i] ?? 0] ?? 0;
          const own = lanes.get(lane) ?? [];
          lanes.set(lane, own);
          own.push({ timeRange: [new Date(at), new Date(at + 1000)], val: 'event' });
        });
        chart
          .width(1200)
          .maxHeight(600)
          .enableAnimations(false)
          .enableOverview(false)
          .data([
            { group: 'events', data: [...lanes].map(([lane, data]) => ({ label: `lane ${lane}`, data })) },
          ]);
        setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done())), 0);
      }),
    look: (start, end) => void chart.zoomX([new Date(start), new Date(end)]),
  };
}
