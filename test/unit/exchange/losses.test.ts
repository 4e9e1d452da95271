import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { visible, unturned } from '../../../src/base/visible.ts';
import type { TechniqueClaim } from '../../../src/domain/timelineEvent.ts';
import { EXPORT_FORMATS, exportFormat } from '../../../src/exchange/formats.ts';
import { readTimesketch } from '../../../src/exchange/readTimesketch.ts';
import { bundleOf } from './schemas.ts';
import { event, story, textOf } from './stories.ts';

const TURNED = 'exe.\u202egnp\u2066\u061c';

function claim(technique: string, by: TechniqueClaim['by']): TechniqueClaim {
  return { technique, attackVersion: '19.0', confidence: 'high', by, reason: 'Because.' };
}

describe('what an export cannot hold', () => {
  const lossesOf = (format: string, change = {}): string =>
    exportFormat(format).make(story(change)).losses.join('\n');

  it('is said of files that could not be read, in each format', () => {
    for (const { id } of EXPORT_FORMATS)
      assert.match(lossesOf(id, { unread: 2 }), /2 files of the timeline/, id);
  });

  it('is said of stretches that were not observed, or they are there', () => {
    for (const format of EXPORT_FORMATS) {
      const { id } = format;
      if (id === 'png') continue;
      const { content, losses } = format.make(story());
      assert.match(`${losses.join('\n')} ${textOf({ content })}`, /not observed/i, id);
    }
  });

  it('is said of what rules had claimed and a person overruled, but where all claims are kept', () => {
    const kept = ['csv', 'timesketch', 'timesketch-csv'];
    for (const { id } of EXPORT_FORMATS)
      assert.equal(/techniques that a person chose/.test(lossesOf(id)), !kept.includes(id), id);
    const techniques = [claim('T1114.003', { rule: 'a.rule' }), claim('', { person: 'ana' })];
    const links = [
      { from: 'x', state: 'rejected', reason: 'a, "b"', by: 'ana', at: '2026-03-01T00:00:00Z' },
    ] as const;
    const [row] = parse<Record<string, string>>(
      textOf(exportFormat('csv').make(story({ events: [event('e', { techniques, links })] }))),
      { columns: true },
    );
    assert.deepEqual(JSON.parse(row?.['claims'] ?? ''), techniques);
    assert.deepEqual(JSON.parse(row?.['links'] ?? ''), links);
    assert.equal(row?.['techniques'], '');
  });

  it('is said of comments of a layer that are too long', () => {
    const techniques = [claim('T1110.003', { rule: 'a.rule' })];
    const events = Array.from({ length: 100 }, (_, i) =>
      event(`e${i}`, { title: `${i} ${'\u{1f9ff}'.repeat(30)}`, techniques }),
    );
    const { content, losses } = exportFormat('navigator').make(story({ events }));
    assert.match(losses.join('\n'), /1 comment is shortened/);
    const { techniques: shown } = JSON.parse(textOf({ content })) as { techniques: { comment: string }[] };
    const lines = shown[0]?.comment.split('\n') ?? [];
    assert.equal(lines.at(-1), `and ${100 - (lines.length - 1)} more events`);
    assert.doesNotMatch(lossesOf('navigator'), /shortened/);
  });

  it('is said in STIX of an end before the start, and of links that lead nowhere', () => {
    const link = (from: string, state: 'accepted' | 'rejected') => ({
      from,
      state,
      reason: 'r',
      by: 'ana',
      at: '2026-03-01T00:00:00Z',
    });
    const time = '2026-03-01T00:00:00.0000002Z';
    const events = [
      event('a', { time, end: '2026-03-01T00:00:00.0000001Z' }),
      event('b', { time, links: [link('a', 'accepted'), link('a', 'rejected'), link('gone', 'accepted')] }),
      event('c', { time: null, links: [link('a', 'accepted')] }),
    ];
    const { content, losses } = exportFormat('stix').make(story({ events }));
    assert.match(losses.join('\n'), /1 event ends before its time[^]*3 links are left out/);
    const { objects } = bundleOf(textOf({ content }));
    assert.equal(objects.filter(({ type }) => type === 'relationship').length, 1);
    for (const object of objects.filter(({ type }) => type === 'observed-data'))
      assert.ok(String(object['last_observed']) >= String(object['first_observed']));
  });

  it('is no date: the first and the last year are written and read, without a number that is not exact', () => {
    const times = ['0001-01-01T00:00:00Z', '1969-12-31T23:59:59.9999995Z', '9999-12-31T23:59:59.9999999Z'];
    const events = times.map((time, i) => event(`e${i}`, { time }));
    const text = textOf(exportFormat('timesketch').make(story({ events })));
    const lines = text.split('\n').slice(0, 3);
    assert.deepEqual(
      lines.map((line) => /"timestamp":(-?\d+)/.exec(line)?.[1] ?? ''),
      ['', '-1', ''],
    );
    assert.deepEqual(
      readTimesketch(text).lines.map(({ whole }) => (JSON.parse(whole ?? '{}') as { time: string }).time),
      times,
    );
    for (const format of EXPORT_FORMATS) assert.ok(format.make(story({ events })).content.length > 0);
  });

  it('is said of letters that the PNG draws as boxes', () => {
    const events = [event('e', { title: 'Anmeldung für Ünal \u{1f9ff} \u05d0' })];
    assert.match(lossesOf('png', { events }), /2 letters of titles/);
    assert.doesNotMatch(lossesOf('png', { events: [] }), /letter/);
  });
});

describe('text that would turn other text around', () => {
  it('is shown by its code points wherever people read it', () => {
    assert.equal(unturned(TURNED), 'exe.⟨U+202E⟩gnp⟨U+2066⟩⟨U+061C⟩');
    assert.equal(unturned('a\u200db\n\u05d0'), 'a\u200db\n\u05d0');
    assert.equal(visible('a\u200b\tb\n\u202e'), 'a⟨U+200B⟩→b↵⟨U+202E⟩');
    const events = [event('e', { title: TURNED, note: TURNED, row: { Text: TURNED } })];
    for (const format of ['html', 'svg', 'markdown']) {
      const text = textOf(exportFormat(format).make(story({ title: TURNED, by: TURNED, events })));
      assert.doesNotMatch(text, /[\u202e\u2066\u061c]/, format);
      assert.match(text, /U\\?\+202E/, format);
    }
  });

  it('stays as it is in what other programs read', () => {
    const events = [event('e', { title: TURNED })];
    for (const format of ['csv', 'timesketch', 'stix', 'navigator', 'attack-flow', 'afb'])
      assert.ok(textOf(exportFormat(format).make(story({ title: TURNED, events }))).includes(TURNED), format);
  });
});
