import assert from 'node:assert/strict';
import { translateRegex } from '../../src/kql/functions/regexSyntax.ts';
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
        String.raw`print "aé b" matches regex @"\bb", extract(@"\bé", 0, "aé é"), extract(@"(?i)\b(É\w*)", 1, "x été"), "a–b" matches regex @"a\b", countof("é éa", @"\bé\b", "regex"), "ñandú" matches regex @"^\bñ.*ú\b$", "aé" matches regex @"a\B[[:alpha:]]?é", 'é"' matches regex @"é\b\x22"`,
        [true, 'é', 'été', true, 1, true, true, true],
      ],
      [
        String.raw`print replace_regex("naive – cafe", @"\b", "|"), extract_all(@"\b(\w+)\b", "a–b")`,
        ['|naive| – |cafe|', ['a', 'b']],
      ],
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
    [String.raw`print «extract(@"(?<!a)b", 0, "ab")»`, /Look-around/],
    ['print «"a" matches regex "[a-y&&xyz]"»', /inside of classes/],
    [String.raw`print «"a" matches regex @"\bx\<"»`, /Boundaries/],
    [String.raw`print «replace_regex("a", "(a", "")»`, /not closed/],
    [String.raw`print replace_regex("naïve", @"\b", "|")`, /letters beyond ASCII/],
    [String.raw`print "é" matches regex @"(\bé)+"`, /repeated group/],
    ['datatable(s:string, p:string)["a", "(?=a)"] | project s matches regex p', /Look-around/],
    ['print s = "a1 a2" | «parse kind=regex s with * "a" x:int *»', /takes as much/],
    ['print s = "a1" | parse kind=regex flags=x s with «"a"» x:int', /flags/],
    [String.raw`print «extract_all(@"(\d)", dynamic([2]), "1")»`, /groups/],
    [String.raw`print g = dynamic([1]) | project «extract_all(@"(\d)(\w)", g, "1a")»`, /groups/],
  ] as const)
    it(`refuses ${query}`, async () => assert.match((await diagnosticOf(open.engine, query)).message, said));

  it('leaves patterns without classes as they are', () => {
    for (const pattern of ['^a.*b$', 'a{2,3}?', '(?i)x|y', String.raw`\.exe"`, '[^]a]'])
      assert.equal(translateRegex(pattern).ascii.replace('\\]', ']'), pattern);
  });
});
