import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  type MarkdownCell,
  parseKqlMarkdown,
  printKqlMarkdown,
} from '../../../src/host/notebook/kqlMarkdown.ts';

const example = [
  '---',
  'title: First questions',
  '---',
  '',
  '# Who signed in?',
  '',
  '```kql name=signins timespan=7d',
  'SigninLogs',
  '| take 10',
  '```',
  '',
  '~~~',
  '```kql',
  'not a cell',
  '```',
  '~~~',
  '````kql',
  'print "```"',
  '````',
  '',
].join('\n');

const cells = (text: string) => parseKqlMarkdown(text).cells.map((c) => [c.kind, c.text, c.info]);
const fragment = fc.constantFrom(
  '```kql',
  '```kql name=a timespan=7d',
  '````kql',
  '```kusto',
  '```Kusto',
  '```',
  '````',
  '~~~',
  '   ```',
  '```json',
  '<!--',
  '-->',
  '---',
  'T | take 1',
  '  ',
  '',
  '\t',
  'text',
  '\uFEFF',
);
const anyCodeUnits = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));
const anyText = fc
  .array(fc.tuple(fragment, fc.constantFrom('\n', '\r\n', '\r', '')), { maxLength: 25 })
  .map((parts) => parts.map((p) => p.join('')).join(''));

describe('.kql.md notebooks', () => {
  it('reads front matter, Markdown and KQL cells with their options', () => {
    assert.deepEqual(cells(example), [
      ['markdown', '# Who signed in?', ''],
      ['kql', 'SigninLogs\n| take 10', 'name=signins timespan=7d'],
      ['markdown', '~~~\n```kql\nnot a cell\n```\n~~~', ''],
      ['kql', 'print "```"', ''],
    ]);
    assert.equal(parseKqlMarkdown(example).head, '---\ntitle: First questions\n---\n\n');
  });

  it('takes no cell from an indented fence, a comment or an info string with other words first', () => {
    assert.deepEqual(cells('- item\n  ```kql\n  T\n  ```\n'), [
      ['markdown', '- item\n  ```kql\n  T\n  ```', ''],
    ]);
    assert.deepEqual(cells('<!--\n```kql\nT\n```\n-->'), [['markdown', '<!--\n```kql\nT\n```\n-->', '']]);
    assert.deepEqual(cells('```kqlx\nT\n```'), [['markdown', '```kqlx\nT\n```', '']]);
  });

  it('takes the cells of others, whose fences say kusto, and keeps that word', () => {
    const text = '# Steps\n\n```Kusto name=a\nT\n```\n';
    const document = parseKqlMarkdown(text);
    assert.deepEqual(cells(text), [
      ['markdown', '# Steps', ''],
      ['kql', 'T', 'name=a'],
    ]);
    const edited = document.cells.map((cell) => (cell.kind === 'kql' ? { ...cell, text: 'U' } : cell));
    assert.equal(printKqlMarkdown({ ...document, cells: edited }), text.replace('\nT\n', '\nU\n'));
  });

  it('writes any unedited text back byte for byte', () => {
    const roundTrip = (text: string) => assert.equal(printKqlMarkdown(parseKqlMarkdown(text)), text);
    roundTrip(example);
    fc.assert(fc.property(anyText, roundTrip), { numRuns: 300 });
    fc.assert(fc.property(anyCodeUnits, roundTrip), { numRuns: 300 });
  });

  it('changes only the edited cell', () => {
    const document = parseKqlMarkdown(example.replaceAll('\n', '\r\n'));
    const edited = document.cells.map((cell, i) =>
      i === 1 ? { ...cell, text: 'SigninLogs\n| count' } : cell,
    );
    assert.equal(
      printKqlMarkdown({ ...document, cells: edited }),
      example.replace('| take 10', '| count').replaceAll('\n', '\r\n'),
    );
  });

  it('sets a new cell off by blank lines and lengthens the fence where the text has one', () => {
    const document = parseKqlMarkdown('# Title\n');
    const added: MarkdownCell = { kind: 'kql', text: 'print x = ```\na\n```', info: 'name=x' };
    assert.equal(
      printKqlMarkdown({ ...document, cells: [...document.cells, added] }),
      '# Title\n\n````kql name=x\nprint x = ```\na\n```\n````\n',
    );
  });

  it('keeps every KQL cell, in order, whatever is written around it', () => {
    const text = fc
      .array(fc.constantFrom('T', '| where a', '```', '````', '```kql', '~~~', '', '<!-- x', 'print "é"'), {
        maxLength: 5,
      })
      .map((l) => l.join('\n'));
    const kql = fc.record({
      kind: fc.constant('kql' as const),
      text,
      info: fc.constantFrom('', 'name=a', 'timespan=1d'),
    });
    const markdown = fc.record({
      kind: fc.constant('markdown' as const),
      text: fc.constantFrom('text', '~~~\nopen', '```\nopen', '<!-- open', '---\na: 1\n---'),
      info: fc.constant(''),
    });
    fc.assert(
      fc.property(
        anyText,
        fc.array(fc.oneof(kql, markdown), { minLength: 1, maxLength: 6 }),
        fc.nat(),
        (original, added, where) => {
          const document = parseKqlMarkdown(original);
          const at = where % (document.cells.length + 1);
          const all = [...document.cells.slice(0, at), ...added, ...document.cells.slice(at)];
          const again = parseKqlMarkdown(printKqlMarkdown({ ...document, cells: all }));
          const only = (list: readonly MarkdownCell[]) =>
            list.filter((c) => c.kind === 'kql').map((c) => [c.text.replace(/\r\n?/g, '\n'), c.info]);
          assert.deepEqual(only(again.cells), only(all));
        },
      ),
      { numRuns: 300 },
    );
  });
});
