/**
 * The bare design that the timeline is measured against, in the page: lanes of sorted typed arrays, counts per pixel by
 * binary search, rectangles on a canvas. No labels, no axis, no list, no brush, no names. Plain enough to be the floor.
 */
export function startBare(
  root: HTMLElement,
): (time: Float64Array, rule: Uint16Array, laneOfRule: Uint16Array) => void {
  const canvas = document.createElement('canvas');
  canvas.style.width = '100%';
  canvas.style.height = '100%';
  root.append(canvas);
  let lanes: Float64Array[] = [];
  let start = 0;
  let end = 1;
  let asked = false;

  const before = (time: Float64Array, at: number, from: number): number => {
    let low = from;
    let high = time.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((time[middle] ?? 0) < at) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const paint = (): void => {
    asked = false;
    const width = canvas.clientWidth;
    const height = canvas.clientHeight;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const context = canvas.getContext('2d', { alpha: false });
    if (!context) return;
    context.fillStyle = '#1f1f1f';
    context.fillRect(0, 0, width, height);
    context.fillStyle = '#3794ff';
    context.beginPath();
    const each = height / lanes.length;
    const step = (end - start) / width;
    lanes.forEach((time, lane) => {
      let from = before(time, start, 0);
      for (let x = 0; x < width; x++) {
        const to = before(time, start + (x + 1) * step, from);
        if (to > from) {
          const tall = Math.min(each - 4, 2 + 4 * Math.log1p(to - from));
          context.rect(x, (lane + 1) * each - tall, 1, tall);
        }
        from = to;
      }
    });
    context.fill();
  };

  const ask = (): void => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(paint);
  };

  canvas.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const at = start + (event.offsetX / canvas.clientWidth) * (end - start);
      const factor = event.shiftKey ? 1 : 1.0015 ** event.deltaY;
      const by = event.shiftKey ? (event.deltaY / canvas.clientWidth) * (end - start) : 0;
      [start, end] = [at - (at - start) * factor + by, at + (end - at) * factor + by];
      ask();
    },
    { passive: false },
  );

  return (time, rule, laneOfRule) => {
    const count = Math.max(...laneOfRule) + 1;
    const sizes = new Uint32Array(count);
    for (const own of rule) sizes[laneOfRule[own] ?? 0] = (sizes[laneOfRule[own] ?? 0] ?? 0) + 1;
    lanes = Array.from(sizes, (size) => new Float64Array(size));
    const filled = new Uint32Array(count);
    for (let i = 0; i < time.length; i++) {
      const lane = laneOfRule[rule[i] ?? 0] ?? 0;
      const at = filled[lane] ?? 0;
      filled[lane] = at + 1;
      const own = lanes[lane];
      if (own) own[at] = time[i] ?? 0;
    }
    start = time[0] ?? 0;
    end = (time[time.length - 1] ?? 0) + 1;
    ask();
  };
}
