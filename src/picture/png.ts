import { crc32, deflateSync } from 'node:zlib';
import type { Drawing } from '../domain/drawing.ts';
import { layOutDrawing, type Shape } from './drawing.ts';
import { glyph, GLYPH } from './letters.ts';
import { INKS } from './svg.ts';

/** Pixels of the file for one of the drawing, so that it is sharp where screens are fine. */
const SCALE = 2;

/** The drawing as a PNG, made here pixel by pixel: no browser is needed. Letters that the face lacks are drawn as boxes. */
export function pngOf(drawing: Drawing, width = 1200): Uint8Array {
  const { height, shapes } = layOutDrawing(drawing, width);
  const canvas = new Raster(width * SCALE, height * SCALE);
  for (const shape of shapes) canvas.draw(shape);
  return encode(canvas);
}

type Colour = readonly [number, number, number];

class Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height * 3).fill(255);
  }

  draw(shape: Shape): void {
    const colour = colourOf(INKS[shape.ink]);
    switch (shape.kind) {
      case 'rect':
        this.#rect(shape.x * SCALE, shape.y * SCALE, shape.width * SCALE, shape.height * SCALE, colour);
        break;
      case 'polygon':
        this.#polygon(
          shape.points.map(([x, y]) => [x * SCALE, y * SCALE]),
          colour,
        );
        break;
      case 'text':
        Array.from(shape.text).forEach((letter, i) =>
          this.#letter(letter, shape.x + i * GLYPH.advance, shape.y, colour),
        );
    }
  }

  #rect(x: number, y: number, width: number, height: number, colour: Colour): void {
    const right = Math.max(Math.round(x) + 1, Math.round(x + width));
    const bottom = Math.max(Math.round(y) + 1, Math.round(y + height));
    for (let row = Math.round(y); row < bottom; row++)
      for (let column = Math.round(x); column < right; column++) this.#dot(column, row, colour);
  }

  /** Even-odd, by the middles of pixels. */
  #polygon(points: readonly (readonly [number, number])[], colour: Colour): void {
    const ys = points.map(([, y]) => y);
    for (let row = Math.floor(Math.min(...ys)); row <= Math.ceil(Math.max(...ys)); row++) {
      const y = row + 0.5;
      const crossings = points
        .flatMap(([x1, y1], i) => {
          const [x2, y2] = points[(i + 1) % points.length] ?? [x1, y1];
          return y1 <= y === y2 <= y ? [] : [x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)];
        })
        .sort((a, b) => a - b);
      for (let i = 0; i + 1 < crossings.length; i += 2)
        for (let x = Math.ceil((crossings[i] ?? 0) - 0.5); x + 0.5 <= (crossings[i + 1] ?? 0); x++)
          this.#dot(x, row, colour);
    }
  }

  #letter(letter: string, x: number, y: number, colour: Colour): void {
    glyph(letter).forEach((bits, row) => {
      for (let column = 0; column < GLYPH.width; column++)
        if ((bits >> (GLYPH.width - 1 - column)) & 1)
          this.#rect((x + column) * SCALE, (y + row) * SCALE, SCALE, SCALE, colour);
    });
  }

  #dot(x: number, y: number, colour: Colour): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    this.pixels.set(colour, (y * this.width + x) * 3);
  }
}

function colourOf(hex: string): Colour {
  const value = Number.parseInt(hex.slice(1), 16);
  return [value >> 16, (value >> 8) & 0xff, value & 0xff];
}

/** PNG (ISO/IEC 15948): eight bits a channel, true colour, no filter. */
function encode({ width, height, pixels }: Raster): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const lines = Buffer.alloc(height * (width * 3 + 1));
  for (let row = 0; row < height; row++)
    lines.set(pixels.subarray(row * width * 3, (row + 1) * width * 3), row * (width * 3 + 1) + 1);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
}
