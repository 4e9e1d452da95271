import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import type { TimelineEvent } from '../../../src/domain/timelineEvent.ts';
import { EXPORT_FORMATS, exportFormat } from '../../../src/exchange/formats.ts';
import { readTimesketch } from '../../../src/exchange/readTimesketch.ts';
import { claim, event, story, textOf } from './stories.ts';

const AFB = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'formats', 'example.afb');
const make = (format: string, change = {}) => exportFormat(format).make(story(change));

describe('timeline exports', () => {
  for (const { id } of EXPORT_FORMATS.filter((format) => format.id !== 'png'))
    it(`says in the ${id} what the ${id} leaves out, and is the same each time`, () => {
      const { content, losses } = make(id);
      const text = textOf({ content }).replace(/&#(\d+);/g, (_, code: string) =>
        String.fromCharCode(Number(code)),
      );
      assert.ok(losses.length > 0);
      // Broken into lines, escaped or quoted: the words in order are what counts.
      const words = (part: string): string => part.replace(/[^a-z0-9]+|(?<=[^\\])\\[nrt]/gi, '');
      const drawn = id === 'svg' ? words(text.replace(/<[^>]*>/g, '')) : words(text);
      for (const loss of losses) assert.ok(drawn.includes(words(loss.slice(0, 60))), `${id}: ${loss}`);
      assert.deepEqual(make(id).content, content);
    });

  it('names techniques in the version asked for, by a person where one has said so', () => {
    const techniques = (version: string) =>
      (
        JSON.parse(textOf(make('navigator', { attackVersion: version }))) as {
          techniques: { techniqueID: string }[];
        }
      ).techniques.map(({ techniqueID }) => techniqueID);
    assert.deepEqual(techniques('19.0'), ['T1078.004', 'T1110.003', 'T1114.002', 'T1490', 'T1685.002']);
    assert.deepEqual(techniques('13.1'), ['T1078.004', 'T1110.003', 'T1114.002', 'T1490', 'T1562.008']);
  });

  it('makes a layer of what the format asks for', () => {
    const layer = JSON.parse(textOf(make('navigator'))) as {
      name: string;
      domain: string;
      versions: { attack: unknown; layer: string };
      gradient: { colors: string[]; minValue: number; maxValue: number };
      layout: { expandedSubtechniques: string };
      techniques: { score: number; comment: string; showSubtechniques?: boolean }[];
    };
    assert.deepEqual(
      [layer.domain, layer.versions.layer, layer.versions.attack],
      ['enterprise-attack', '4.5', '19'],
    );
    assert.ok(layer.gradient.colors.length >= 2 && layer.gradient.maxValue > layer.gradient.minValue);
    assert.ok(layer.techniques.every(({ score, comment }) => score >= 0 && score <= 100 && comment !== ''));
    assert.ok(!('filters' in layer));
    // Navigator folds sub-techniques away otherwise, and `showSubtechniques` has a meaning only above them.
    assert.equal(layer.layout.expandedSubtechniques, 'annotated');
    assert.ok(layer.techniques.every((technique) => !('showSubtechniques' in technique)));
  });

  it('puts no formula into a cell', () => {
    for (const format of ['csv', 'timesketch-csv']) {
      const rows = parse(textOf(make(format)));
      for (const cell of rows.flat()) assert.doesNotMatch(cell, /^[\s\0]*[=+\-@]/, `${format}: ${cell}`);
      assert.ok(new Set(rows.map((row) => row.length)).size === 1);
    }
  });

  it('keeps text of logs text in Markdown, HTML and SVG', () => {
    const markdown = textOf(make('markdown'));
    assert.doesNotMatch(markdown, /[^\\][<[]/);
    const width = (line: string): number => line.replaceAll('\\|', '').split('|').length;
    const table = markdown.split('\n').filter((line) => line.startsWith('|'));
    assert.equal(new Set(table.map(width)).size, 1);
    for (const format of ['html', 'svg']) {
      const text = textOf(make(format));
      const tags = new Set([...text.matchAll(/<\/?([a-zA-Z!][^\s>/]*)/g)].map(([, name]) => name));
      for (const name of ['script', 'img', 'a', 'link', 'iframe'])
        assert.ok(!tags.has(name), `${format} has <${name}>`);
      assert.doesNotMatch(text, /<[^>]*\son\w+=/i);
      assert.doesNotMatch(text, /<[^>]*\s(?:href|src)=/);
    }
  });

  it('writes what Timesketch asks of each line, and reads it back whole', () => {
    for (const format of ['timesketch', 'timesketch-csv']) {
      const text = textOf(make(format));
      const { lines, rejected } = readTimesketch(text);
      assert.deepEqual(rejected, []);
      const back = lines.map(({ whole }) => JSON.parse(whole ?? 'null') as TimelineEvent);
      assert.deepEqual(back, JSON.parse(JSON.stringify(story().events.filter(({ time }) => time !== null))));
    }
    const objects = textOf(make('timesketch'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    for (const line of objects) {
      assert.ok(typeof line['message'] === 'string' && typeof line['timestamp_desc'] === 'string');
      assert.match(String(line['datetime']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?\+00:00$/);
      assert.equal(
        line['timestamp'],
        Math.trunc(Date.parse(String(line['datetime'])) * 1000) +
          Number(/\.\d{3}(\d*)/.exec(String(line['datetime']))?.[1]?.padEnd(3, '0') ?? 0),
      );
      for (const name of ['_id', '_type', '_index', '_source', '__ts_timeline_id'])
        assert.ok(!(name in line));
    }
  });

  it('leaves out of a Timesketch line what a field does not hold, and names it', () => {
    const [line] = textOf(
      make('timesketch', { events: [event('long', { row: { Text: 'ü'.repeat(20_000) } })] }),
    ).split('\n');
    const fields = JSON.parse(line ?? '') as Record<string, unknown>;
    assert.match(String(fields['azimuth_left_out']), /Text/);
    for (const value of Object.values(fields)) assert.ok(Buffer.byteLength(JSON.stringify(value)) <= 32_766);
  });

  it("reads others' Timesketch files, and says which lines are no events", () => {
    const { lines, rejected } = readTimesketch(
      [
        'message,datetime,timestamp_desc,tag,host',
        'Logon,2026-03-01T10:00:00+02:00,Logon Time,"[""T1078"", ""x""]",vm-1',
        'Nothing,yesterday,Logon Time,,vm-2',
      ].join('\n'),
    );
    assert.deepEqual(
      lines.map(({ time, title, techniques }) => [time, title, techniques]),
      [['2026-03-01T08:00:00Z', 'Logon', ['T1078']]],
    );
    assert.deepEqual(rejected, [{ line: 3, reason: 'has no datetime that can be read' }]);
    assert.deepEqual(
      readTimesketch('{"message":"m","timestamp":1772352000000000,"timestamp_desc":"t"}').lines[0]?.time,
      '2026-02-01T08:00:00Z'.replace('02-01', '03-01'),
    );
    assert.throws(() => readTimesketch('a,b\n1,2\n'), { code: 'exchange.not-timesketch' });
  });

  it('draws a PNG that is one', () => {
    const png = Buffer.from(make('png').content);
    assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    assert.equal(width, 2400);
    const length = png.readUInt32BE(33);
    const pixels = inflateSync(png.subarray(41, 41 + length));
    assert.equal(pixels.length, height * (width * 3 + 1));
    assert.ok(pixels.some((value, i) => i % (width * 3 + 1) !== 0 && value !== 255));
  });

  it('draws lanes with many events as bars', () => {
    const events = Array.from({ length: 500 }, (_, i) =>
      event(`e${i}`, { time: new Date(Date.UTC(2026, 2, 1) + i * 60_000).toISOString() }),
    );
    assert.ok((textOf(make('svg', { events })).match(/fill="#4a86c5"/g) ?? []).length > 100);
  });

  it('says what a builder file is as the builder does', function () {
    if (!existsSync(AFB)) return this.skip();
    interface Block {
      readonly id: string;
      readonly instance: string;
      readonly properties?: readonly (readonly [string, unknown])[];
      readonly anchors?: Readonly<Record<string, string>>;
      readonly latches?: readonly string[];
      readonly objects?: readonly string[];
      readonly source?: string;
      readonly target?: string;
    }
    const read = (text: string) =>
      JSON.parse(text) as { objects: Block[]; layout: Record<string, unknown>; schema: string };
    const example = read(readFileSync(AFB, 'utf8'));
    const ours = read(textOf(make('afb')));
    assert.deepEqual(Object.keys(ours), Object.keys(example));
    assert.equal(ours.schema, example.schema);
    const shape = ({ objects }: { objects: Block[] }, id: string) => {
      const found = objects.find((each) => each.id === id);
      return [
        Object.keys(found ?? {}),
        (found?.properties ?? []).map(([name]) => name),
        Object.keys(found?.anchors ?? {}),
      ];
    };
    for (const id of [
      'flow',
      'action',
      'dynamic_line',
      'horizontal_anchor',
      'vertical_anchor',
      'generic_latch',
      'generic_handle',
    ])
      assert.deepEqual(shape(ours, id), shape(example, id), id);
    const instances = new Set(ours.objects.map(({ instance }) => instance));
    assert.equal(instances.size, ours.objects.length);
    const latched = new Set(ours.objects.flatMap(({ latches = [] }) => latches));
    for (const each of ours.objects) {
      for (const reference of [
        ...Object.values(each.anchors ?? {}),
        ...(each.objects ?? []),
        ...(each.latches ?? []),
      ])
        assert.ok(instances.has(reference));
      if (each.id === 'dynamic_line')
        assert.ok(latched.has(each.source ?? '') && latched.has(each.target ?? ''));
      if (['action', 'asset', 'generic_latch'].includes(each.id)) assert.ok(each.instance in ours.layout);
    }
  });

  it('says the same confidence in a builder file as in the attack flow', () => {
    // The number that the builder gives to each of its words when it publishes a flow.
    const published = new Map([
      ['speculative', 0],
      ['very-doubtful', 10],
      ['doubtful', 30],
      ['even-odds', 50],
      ['probable', 70],
      ['very-probable', 90],
      ['certain', 100],
    ]);
    const level = (number: unknown): string => {
      assert.ok(typeof number === 'number' && number > 0);
      return number < 30 ? 'low' : number < 70 ? 'medium' : 'high';
    };
    interface Objects {
      readonly objects: readonly {
        readonly id: string;
        readonly type?: string;
        readonly confidence?: number;
        readonly properties?: readonly (readonly [string, unknown])[];
      }[];
    }
    for (const confidence of ['low', 'medium', 'high'] as const) {
      const events = [event('1', { techniques: [claim('T1110.003', { confidence })] })];
      const read = (format: string) => (JSON.parse(textOf(make(format, { events }))) as Objects).objects;
      const action = read('attack-flow').find(({ type }) => type === 'attack-action');
      const block = read('afb').find(({ id }) => id === 'action');
      const word = new Map(block?.properties).get('confidence');
      assert.deepEqual(
        [level(action?.confidence), level(published.get(String(word)))],
        [confidence, confidence],
      );
    }
  });

  it('refuses a format that there is not', () => {
    assert.throws(() => exportFormat('pdf'), { code: 'exchange.unknown-format' });
  });
});
