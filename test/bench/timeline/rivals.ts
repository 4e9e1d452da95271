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

/** Tuned: no stacking, no animation, made with a window that holds nothing and moved to the events when they are in. */
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
        const first = time[0] ?? 0;
        const last = time[time.length - 1] ?? 1;
        timeline = new Vis(root, items, groups, {
          stack: false,
          showCurrentTime: false,
          height: '100%',
          // Drawn once, with the events out of sight; made with them in sight it lays out each of them several times.
          start: first - 2 * (last - first + 1),
          end: first - (last - first + 1),
          ...(clustered ? { cluster: { maxItems: 1, titleTemplate: '{count}' } } : {}),
          // Its `changed` comes while the picture is still blank.
          onInitialDrawComplete: () => requestAnimationFrame(() => requestAnimationFrame(() => done())),
        });
        timeline.setWindow(first, last, { animation: false });
      }),
    look: (start, end) => timeline?.setWindow(start, end, { animation: false }),
  };
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
