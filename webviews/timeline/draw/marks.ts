import type { Severity } from '../../../src/domain/timelineEvent.ts';

/** Adds the shape of a severity to the path: triangle, diamond, circle, square. Shapes tell what colours repeat. */
export function addMark(path: Path2D, severity: Severity, x: number, y: number, radius: number): void {
  switch (severity) {
    case 'high':
      path.moveTo(x, y - radius);
      path.lineTo(x + radius, y + radius * 0.8);
      path.lineTo(x - radius, y + radius * 0.8);
      path.closePath();
      break;
    case 'medium':
      path.moveTo(x, y - radius);
      path.lineTo(x + radius, y);
      path.lineTo(x, y + radius);
      path.lineTo(x - radius, y);
      path.closePath();
      break;
    case 'low':
      path.moveTo(x + radius * 0.85, y);
      path.arc(x, y, radius * 0.85, 0, 2 * Math.PI);
      break;
    case 'informational':
      path.rect(x - radius * 0.7, y - radius * 0.7, radius * 1.4, radius * 1.4);
      break;
  }
}
