import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Matcher } from '../../src/kql/functions/regex/matcher.ts';
import { parseRegex } from '../../src/kql/functions/regex/parse.ts';
import { translateRegex } from '../../src/kql/functions/regex/translate.ts';
import { answers, diagnosticOf, openCase, type OpenCase } from './support.ts';

describe('KQL regular expressions', () => {
  let open: OpenCase;
  before(async () => (open = await openCase()));
  after(() => open.close());

  answers(
    () => open.engine,
    [
      [
        String.raw`print "é" matches regex @"^\w$", "٣" matches regex @"^\d$", "a\u00a0b" matches regex @"a\sb", "é" matches regex @"[\W]", "a\vb" matches regex @"a\sb"`,
        [true, true, true, false, true],
      ],
      [
        String.raw`print extract(@"(\w+)@", 1, "josé@x"), trim(@"\W+", "--é--"), replace_regex("naïve", @"[^\w]", "-"), countof("é1 ü2", @"\w\d", "regex")`,
        ['josé', 'é', 'naïve', 2],
      ],
      [
        String.raw`print "é" matches regex @"(?-u:\w)", "ab" matches regex "(?x) a b # both", "AB" matches regex "(?i:a)B", "a" matches regex @"(?<n>a)", "b1" matches regex @"^[[:alpha:]]\p{Nd}$", "λ" matches regex @"\p{Greek}"`,
        [false, true, true, true, true, true],
      ],
      [String.raw`print "\u2163" matches regex @"^\p{Alphabetic}$", "a_" matches regex @"a\_"`, [true, true]],
      [
        String.raw`print countof("baac", "a*", "regex"), countof("aab", "a*|b", "regex"), extract_all("(a*)", "baac"), extract_all("(x?)", "éx"), replace_regex("baac", "a*", "-"), toscalar(print p = "a*" | project countof("baac", p, "regex"))`,
        [3, 2, ['', 'aa', ''], ['', 'x'], '-b-c-', 3],
      ],
      [
        String.raw`print extract_all(@"(?P<first>\w)(?P<middle>\w+)(?P<last>\w)", dynamic(['first', 2, 'last']), "82b8be2d-dfa7")`,
        [
          [
            ['8', '2b8be2', 'd'],
            ['d', 'fa', '7'],
          ],
        ],
      ],
      [
        String.raw`print extract_all(@"(?:(\d)|(\w))", "1a")`,
        [
          [
            ['1', ''],
            ['', 'a'],
          ],
        ],
      ],
      [
        'print indexof_regex("abcABC", "(?i)c"), indexof_regex("abcabcdefg", "a.c", 0, 9, 2), indexof_regex("xéy", "y"), indexof_regex("aaa", "a", 0, -1, 3), indexof_regex("ababaa", "a.a", 0, -1, 2), indexof_regex("a", "a", -1)',
        [2, 3, 2, 2, -1, null],
      ],
      [
        String.raw`datatable(s:string)["épaul", "é paul", "paulé", "paul"] | where s matches regex @"\bpaul\b" | project s`,
        ['é paul'],
        ['paul'],
      ],
      [
        String.raw`print extract(@"\b\w+\b", 0, "été1"), replace_regex("é-a b", @"\b\w", @"<\0>"), countof("é a", @"\b\w\b", "regex"), indexof_regex("éa b", @"\bb"), trim(@"\b-", "-é-"), extract_all(@"\b(\w)(\w)", "éa bc")`,
        [
          'été1',
          '<é>-<a> <b>',
          2,
          3,
          '-é',
          [
            ['é', 'a'],
            ['b', 'c'],
          ],
        ],
      ],
      [String.raw`print s = "é x1" | parse kind=regex s with @"é \b" a:string "1" | project a`, ['x']],
      [
        'datatable(s:string, p:string)["é b", "[b]", "éb", "{start}b"] | project s matches regex strcat(@"\\b", p)',
        [true],
        [false],
      ],
      [
        String.raw`print extract(@"\b{start}\w+", 0, "  ab"), extract(@"\<\w+\>", 0, " éb "), "x" matches regex @"\b{start-half}x\b{end-half}", "a\r\nb" matches regex "(?mR)^b$", "a\r\n" matches regex "(?mR)\r$"`,
        ['ab', 'éb', true, true, false],
      ],
      [
        'print "4" matches regex "[0-9--4]", "x" matches regex "[a-y&&xyz]", "z" matches regex "[a-y&&xyz]", "b" matches regex "[a-g~~b-h]", "a" matches regex "[a&&b]", "y" matches regex "[x[^xyz]]", "4" matches regex "[0-9&&[^4]]"',
        [false, true, false, false, false, false, false],
      ],
      [
        String.raw`print "é" matches regex @"[\w&&\p{ascii}]", "λ" matches regex @"\p{greek}", "\u0378" matches regex @"\p{C}", "\u212a" matches regex "(?i-u:k)", "\u212a" matches regex "(?i)[k&&a-z]", "μ" matches regex @"(?i)[\P{Greek}]"`,
        [false, true, true, false, true, false],
      ],
      [
        String.raw`print "aa" matches regex "^a{2, 3}$", "aaa" matches regex "^a**$", "a" matches regex "(?P<a.b>a)", extract(@"(?x)(a) # (b)", 1, "ab"), extract_all("[]()]", "("), "aé" matches regex @"^\w{1,900}$"`,
        [true, true, true, 'a', ['('], true],
      ],
      [
        String.raw`print "a\nb" matches regex "a.b", "a\n" matches regex "a$", "a\n" matches regex "(?m)a$", "a\r" matches regex "(?R)a."`,
        [false, false, true, false],
      ],
      [
        String.raw`print "aé b" matches regex @"\bb", extract(@"\bé", 0, "aé é"), extract(@"(?i)\b(É\w*)", 1, "x été"), "a–b" matches regex @"a\b", countof("é éa", @"\bé\b", "regex"), "ñandú" matches regex @"^\bñ.*ú\b$", "aé" matches regex @"a\B[[:alpha:]]?é", 'é"' matches regex @"é\b\x22"`,
        [true, 'é', 'été', true, 1, true, true, true],
      ],
      [
        String.raw`print replace_regex("naive – cafe", @"\b", "|"), extract_all(@"\b(\w+)\b", "a–b")`,
        ['|naive| – |cafe|', ['a', 'b']],
      ],
      [String.raw`print replace_regex("naïve", @"\b", "|"), "é" matches regex @"(\bé)+"`, ['|naïve|', true]],
      [String.raw`print s = "é1" | parse kind=regex s with @"\w" d:int | project d`, [1]],
      [
        // Columns take as much as they can, and as little with the flag U.
        'print s = "(name=first, size=27, more=x)" | parse kind=regex s with * "name=" name "," * | project name',
        ['first, size=27'],
      ],
      [
        'print s = "(name=first, size=27, more=x)" | parse kind=regex flags=Ui s with * "NAME=" name "," * | project name',
        ['first'],
      ],
      [
        String.raw`print s = "Event (name=first, size=27, at=2026-01-02 10:00, until=2026-01-03)" | parse kind=regex s with "(.*?)[a-z]*=" name @", size=\s*\d+.*?at=" at ".*?until=" until:date "\\)" | project name, at, until`,
        ['first', '2026-01-02 10:00, ', '2026-01-03T00:00:00Z'],
      ],
      [
        String.raw`print s = "a\nb" | parse kind=regex s with "a" x "b" | parse kind=regex flags=s s with "a" y "b" | project x, y`,
        ['', '\n'],
      ],
      ['print s = "a=1;b=x" | parse kind=regex s with "a=" a:int ";b=" b:int | project a, b', [null, null]],
      [
        String.raw`datatable(s:string, p:string)["é", @"^\w$", "e", @"^\d$"] | project s matches regex p`,
        [true],
        [false],
      ],
    ],
  );

  for (const [query, said] of [
    ['print «"a" matches regex "(?=a)"»', /Look-around/],
    [String.raw`print «extract(@"(a)\1", 0, "aa")»`, /back references/],
    ['print «"a" matches regex "a{"»', /begins a count/],
    ['print «"a" matches regex "[z-a]"»', /before it begins/],
    [String.raw`print «"é" matches regex @"(?-u:\W)"»`, /no text/],
    [String.raw`print «"a" matches regex @"\p{Xx}"»`, /no class/],
    ['print «"a" matches regex "(?<n>a)(?<n>b)"»', /Two groups/],
    ['print «"a" matches regex "*a"»', /Nothing stands before/],
    [String.raw`print «extract(@"(?<!a)b", 0, "ab")»`, /Look-around/],
    ['print «"a" matches regex "a{1001}"»', /1000 times/],
    [String.raw`print «"a" matches regex @"\b{middle}x"»`, /boundary/],
    [String.raw`print «replace_regex("a", "(a", "")»`, /not closed/],
    ['datatable(s:string, p:string)["a", "(?=a)"] | project s matches regex p', /Look-around/],
    ['print s = "a1 a2" | «parse kind=regex s with * "a" x:int *»', /takes as much/],
    ['print s = "a1" | parse kind=regex flags=x s with «"a"» x:int', /flags/],
    [String.raw`print «extract_all(@"(\d)", dynamic([2]), "1")»`, /groups/],
    [String.raw`print g = dynamic([1]) | project «extract_all(@"(\d)(\w)", g, "1a")»`, /groups/],
  ] as const)
    it(`refuses ${query}`, async () => assert.match((await diagnosticOf(open.engine, query)).message, said));

  it('leaves patterns without classes as they are', () => {
    for (const pattern of ['^a.*b$', 'a{2,3}?', '(?i)x|y', String.raw`\.exe"`, '[^]a]'])
      assert.equal(translateRegex(pattern).ascii?.replace('\\]', ']'), pattern);
  });

  it('finds with its own matcher what JavaScript finds', () => {
    const letter = fc.constantFrom('a', 'b', 'é', '[^a]', String.raw`\w`, '[ab]', '-');
    const piece = fc.oneof(
      letter,
      fc.tuple(letter, fc.constantFrom('*', '+', '?', '{1,2}', '*?', '+?', '??')).map(([a, b]) => a + b),
      fc.tuple(letter, letter, letter).map(([a, b, c]) => `(${a}|${b}${c})`),
      fc.tuple(letter, letter).map(([a, b]) => `(?:${a}${b}|${a})+`),
      fc.constantFrom('^', '$', String.raw`\b`, String.raw`\B`),
    );
    const word = String.raw`[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]`;
    const boundary = `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`;
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 5 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'é', '-', '–'), maxLength: 8 }),
        (pieces, text) => {
          const pattern = pieces.join('');
          const theirs = pattern
            .replaceAll(String.raw`\b`, boundary)
            .replaceAll(String.raw`\B`, `(?!${boundary})`)
            .replaceAll(String.raw`\w`, word);
          const found = new Matcher(parseRegex(pattern)).find(text);
          const expected = new RegExp(theirs, 'du').exec(text);
          assert.deepEqual(
            found,
            expected ? Array.from(expected.indices ?? [], (pair) => pair ?? [-1, -1]).flat() : undefined,
          );
        },
      ),
      { numRuns: 500 },
    );
  });
});
