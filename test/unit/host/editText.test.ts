import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseCellOptions } from '../../../src/host/notebook/cellOptions.ts';
import { withFrontMatter, withOption, withParameter } from '../../../src/host/notebook/editText.ts';
import { parseFrontMatter } from '../../../src/host/notebook/frontMatterYaml.ts';
import { notebookParameters } from '../../../src/host/notebook/parameters.ts';

const yamlOf = (head: string): unknown =>
  parseFrontMatter(/^\uFEFF?---\r?\n([^]*?)^---/m.exec(head)?.[1] ?? '');

describe('a change of options', () => {
  it('sets one and leaves the others as they are written', () => {
    assert.equal(withOption('', 'timespan', '7d'), 'timespan=7d');
    assert.equal(withOption('name=a  timespan=1d x="y z"', 'timespan', '7d'), 'name=a  timespan=7d x="y z"');
    assert.equal(withOption('name=a timespan=1d', 'timespan', undefined), 'name=a');
    assert.equal(withOption('name=a', 'timespan', ''), 'name=a timespan=""');
    assert.equal(withOption('timespan="a b" name=a', 'timespan', undefined), 'name=a');
    assert.equal(withOption('name=a', 'connection', 'soc east'), 'name=a connection="soc east"');
  });

  it('is what is read afterwards', () => {
    const value = fc.stringMatching(/^[\w/:.-][\w /:.-]{0,20}[\w]$/);
    fc.assert(
      fc.property(
        fc.constantFrom('', 'name=a', 'timespan=1d other=2', 'connection="x y"'),
        value,
        (info, text) => {
          assert.equal(parseCellOptions(withOption(info, 'connection', text)).connection, text);
        },
      ),
    );
  });
});

describe('a change of the front matter', () => {
  it('touches one line, whatever the file has around it', () => {
    const head = '---\r\ntitle: "x" # why\r\ntimespan: 1d\r\nparameters:\r\n  a: 1\r\n---\r\n\r\n';
    assert.equal(withFrontMatter(head, 'timespan', '7d', '\n'), head.replace('1d', '7d'));
    assert.equal(withFrontMatter(head, 'timespan', undefined, '\n'), head.replace('timespan: 1d\r\n', ''));
    assert.equal(
      withFrontMatter(head, 'connection', 'soc', '\n'),
      head.replace('  a: 1\r\n', '  a: 1\r\nconnection: soc\r\n'),
    );
    assert.equal(withFrontMatter('\uFEFF', 'timespan', '7d', '\n'), '\uFEFF---\ntimespan: 7d\n---\n\n');
    assert.equal(withFrontMatter('\n', 'timespan', undefined, '\n'), '\n');
  });

  it('is what is read afterwards, for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (text) => {
        const head = withFrontMatter('---\ntitle: x\n---\n', 'connection', text, '\n');
        assert.deepEqual(yamlOf(head), { title: 'x', connection: text });
      }),
    );
  });

  it('gives a value to a parameter that is declared by its type', () => {
    const head =
      '---\nparameters:\n  user: string # who\n  since:\n    type: datetime\n    description: from\n---\n';
    const once = withParameter(head, 'user', 'a: "b" #c') ?? '';
    const twice = withParameter(once, 'since', '2026-03-01') ?? '';
    assert.deepEqual(
      notebookParameters(yamlOf(twice)).map(({ name, literal, description }) => [name, literal, description]),
      [
        ['user', '"a: \\"b\\" #c"', ''],
        ['since', 'datetime(2026-03-01)', 'from'],
      ],
    );
    assert.ok(twice.includes('# who'));
    assert.equal(withParameter(head, 'other', 'x'), undefined);
  });

  it('accepts a value only where it is one of the type', () => {
    const at = (type: string, value: unknown): string | undefined =>
      notebookParameters({ parameters: { p: { type, value } } })[0]?.literal;
    assert.equal(at('timespan', '1.02:30:00'), 'timespan(1.02:30:00)');
    assert.equal(
      at('guid', '74be27de-1e4e-49d9-b579-fe0b331d3642'),
      'guid(74be27de-1e4e-49d9-b579-fe0b331d3642)',
    );
    assert.equal(at('dynamic', '["a"]'), 'parse_json("[\\"a\\"]")');
    for (const [type, value] of [
      ['datetime', '2026-13-01'],
      ['datetime', 'now()'],
      ['long', '1.5'],
      ['real', '1) or (1'],
      ['timespan', '7 days'],
      ['guid', 'x'],
      ['bool', 'maybe'],
      ['dynamic', '[1'],
    ])
      assert.throws(() => at(type ?? '', value), { code: 'notebook.bad-parameters' }, `${type}: ${value}`);
  });
});
