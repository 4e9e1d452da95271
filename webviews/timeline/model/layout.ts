/** Where a lane is on the canvas, in CSS pixels. */
export interface LaneBox {
  readonly lane: number;
  readonly top: number;
  readonly height: number;
}

/** A part of the height of a canvas, in CSS pixels. */
export interface Stretch {
  readonly top: number;
  readonly bottom: number;
}

export const AXIS_HEIGHT = 26;
const LOWEST_LANE = 30;
const HIGHEST_LANE = 120;
const COLLAPSED = 16;

/** Shares the height below the axis among the lanes shown; where they do not fit, the canvas grows and is scrolled. */
export function layOut(
  shown: readonly number[],
  height: number,
  isCollapsed: (lane: number) => boolean = () => false,
): { boxes: LaneBox[]; height: number } {
  const low = shown.filter(isCollapsed).length;
  const free = height - AXIS_HEIGHT - low * COLLAPSED;
  const each = Math.min(
    HIGHEST_LANE,
    Math.max(LOWEST_LANE, Math.floor(free / Math.max(1, shown.length - low))),
  );
  let top = AXIS_HEIGHT;
  const boxes = shown.map((lane) => {
    const box = { lane, top, height: isCollapsed(lane) ? COLLAPSED : each };
    top += box.height;
    return box;
  });
  return { boxes, height: Math.max(height, top) };
}

export function laneAt(boxes: readonly LaneBox[], y: number): LaneBox | undefined {
  return boxes.find((box) => y >= box.top && y < box.top + box.height);
}
