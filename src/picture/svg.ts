import type { Drawing } from '../domain/drawing.ts';
import { unturned } from '../base/visible.ts';
import { type Ink, layOutDrawing, LETTER, type Shape } from './drawing.ts';

/** On white, each at least 4.5 to 1 where it is text. */
export const INKS: Readonly<Record<Ink, string>> = {
  text: '#1f2328',
  muted: '#57606a',
  line: '#d0d7de',
  bar: '#4a86c5',
  gap: '#e9e2d0',
  high: '#b42318',
  medium: '#b54708',
  low: '#8a6d00',
  informational: '#175cd3',
};

const WIDTH = 1200;

/** The drawings, one below the other, as one SVG document with no script, no link and no font of its own. */
export function svgOf(...drawings: readonly Drawing[]): string {
  let height = 0;
  const parts = drawings.map((drawing) => {
    const laidOut = layOutDrawing(drawing, WIDTH);
    const group = `<g transform="translate(0 ${height})">`;
    height += laidOut.height;
    return [group, ...laidOut.shapes.map(svgShape), '</g>'].join('\n');
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" role="img" font-family="monospace" font-size="10">`,
    `<title>${xmlText(drawings[0]?.title ?? '')}</title>`,
    `<desc>${xmlText(drawings.flatMap(({ heading, remarks }) => [...heading, ...remarks]).join(' '))}</desc>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

function svgShape(shape: Shape): string {
  const fill = INKS[shape.ink];
  switch (shape.kind) {
    case 'rect':
      return `<rect x="${short(shape.x)}" y="${short(shape.y)}" width="${short(shape.width)}" height="${short(shape.height)}" fill="${fill}"/>`;
    case 'polygon': {
      const points = shape.points.map(([x, y]) => `${short(x)},${short(y)}`).join(' ');
      return `<polygon points="${points}" fill="${fill}"><title>${xmlText(shape.title)}</title></polygon>`;
    }
    case 'text':
      return `<text x="${short(shape.x)}" y="${short(shape.y + LETTER.height)}" fill="${fill}" textLength="${Array.from(shape.text).length * LETTER.width}" lengthAdjust="spacingAndGlyphs">${xmlText(shape.text)}</text>`;
  }
}

function short(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Text for XML and HTML, in the order in which it was written; characters that XML has no place for become U+FFFD. */
export function xmlText(text: string): string {
  return unturned(text)
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
