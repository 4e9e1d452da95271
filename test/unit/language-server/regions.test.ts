import assert from 'node:assert/strict';
import fc from 'fast-check';
import { queriesOf, queryWithPrelude } from '../../../src/language-server/regions/kqlFile.ts';
import type { Region } from '../../../src/language-server/regions/region.ts';
import { queryOfRule } from '../../../src/language-server/regions/ruleYaml.ts';

/** Every character of the query that lies in the document is the same there. */
function assertTrue(document: string, regions: readonly Region[]): void {
  for (const region of regions)
    for (let offset = 0; offset < region.text.length; offset++) {
      const outer = region.outer({ start: offset, length: 1 });
      const character = region.text[offset];
      if (outer?.length === 1 && character !== '\n') assert.equal(document[outer.start], character);
    }
}

describe('queries in documents', () => {
  it('are parted by blank lines in a .kql file', () => {
    const texts = (text: string): readonly string[] => queriesOf(text).map((region) => region.text);
    assert.deepEqual(texts('A\n| take 1\n\nB\n'), ['A\n| take 1', 'B']);
    assert.deepEqual(texts('let x = 1; // why\n\n// then\nA'), ['let x = 1; // why\n\n// then\nA']);
    assert.deepEqual(texts('// about\n\nA\r\n\r\n| count\r\n'), ['// about\n\nA\r\n\r\n| count']);
    assert.deepEqual(texts('print ```a\n\nb```\n'), ['print ```a\n\nb```']);
    assert.deepEqual(texts('\n \n'), []);
  });

  it('keep their place in any text', () => {
    const lines = fc.array(fc.constantFrom('', ' ', 'A', '| take 1', '// c', 'let a = 1;', '```', 'é😀\r'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(lines, (parts) => {
        const text = parts.join('\n');
        const regions = queriesOf(text);
        assertTrue(text, regions);
        const code = (of: string): string => of.replaceAll(/\s/g, '');
        assert.equal(code(regions.map((region) => region.text).join('')), code(text));
      }),
    );
  });

  it('lie behind what is put before a cell', () => {
    const [region] = queryWithPrelude('A | take 1', 'let x = 1;\n');
    assert.equal(region?.inner(2), 13);
    assert.deepEqual(region?.outer({ start: 11, length: 1 }), { start: 0, length: 1 });
    assert.equal(region?.outer({ start: 4, length: 1 }), undefined);
  });

  it('are found in rules with any indentation, line ends and chomping', () => {
    for (const [header, indent, eol] of [
      ['|', '  ', '\n'],
      ['|-', '    ', '\r\n'],
      ['|+', '   ', '\n'],
    ] as const) {
      const text = [
        'kind: NRT',
        `query: ${header}`,
        `${indent}A`,
        '',
        `${indent}| take 1`,
        'name: x',
        '',
      ].join(eol);
      const regions = queryOfRule(text);
      assert.equal(regions.length, 1, header);
      assert.match(regions[0]?.text ?? '', /^A\n\n\| take 1\n/);
      assertTrue(text, regions);
    }
  });

  it('are left alone where YAML has no rule, or a query without lines of its own', () => {
    assert.deepEqual(queryOfRule('query: |\n  A\n'), []);
    assert.deepEqual(queryOfRule('kind: NRT\nquery: A | take 1\n'), []);
    assert.deepEqual(queryOfRule('kind: NRT\nquery: "A\n  | take 1"\n'), []);
    assert.deepEqual(queryOfRule('kind: [\nquery: |'), []);
  });
});
