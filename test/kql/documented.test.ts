import assert from 'node:assert/strict';
import { answers, diagnosticOf, openCase, type OpenCase } from './support.ts';

const V = 'datatable(v:real)[real(null), real(nan), 1, real(-inf), real(+inf)]';
const LEFT = 'datatable(k:long, v:string)[1, "first", 1, "second", 2, "other"]';
const RIGHT = 'datatable(k:long, w:string)[1, "x", 2, "y"]';

describe('what the reference says of rare cases', () => {
  let open: OpenCase;
  before(async () => (open = await openCase()));
  after(() => open.close());

  describe('order of null and NaN', () =>
    answers(
      () => open.engine,
      [
        [`${V} | sort by v asc`, [null], ['NaN'], ['-Infinity'], [1], ['Infinity']],
        [`${V} | sort by v desc`, ['Infinity'], [1], ['-Infinity'], ['NaN'], [null]],
        [`${V} | sort by v desc nulls first`, [null], ['NaN'], ['Infinity'], [1], ['-Infinity']],
        [`${V} | sort by v asc nulls last`, ['-Infinity'], [1], ['Infinity'], ['NaN'], [null]],
        [`${V} | top 1 by v`, ['Infinity']],
      ],
    ));

  describe('a name that `as` gives', () =>
    answers(
      () => open.engine,
      [
        [
          `${LEFT} | as T | where v == "first" | join kind=inner (T | where v == "second") on k | project v, v1`,
          ['first', 'second'],
        ],
        [`${RIGHT} | as T | join kind=inner T on k | summarize count(), dcount(k1)`, [2, 2]],
        ['print x = 1 | as A | union withsource=N (print x = 2 | as B) | sort by x asc', ['A', 1], ['B', 2]],
        [
          'union withsource=N (print x = 1 | as A), (print x = 2) | sort by x asc',
          ['A', 1],
          ['union_arg1', 2],
        ],
      ],
    ));

  describe('a filter after an innerunique join', () =>
    answers(
      () => open.engine,
      [
        [`${LEFT} | join (${RIGHT}) on k | where v == "second" | project v, w`, ['second', 'x']],
        [
          `${LEFT} | join (${RIGHT}) on k | extend both = strcat(v, w) | where v startswith "s" and w == "x" | project both`,
          ['secondx'],
        ],
        [`${LEFT} | join (${RIGHT}) on k | where w == "x" | project v`, ['first']],
        [`${LEFT} | join (${RIGHT}) on k | serialize n = row_number() | where v == "second" | count`, [0]],
        [`${LEFT} | join kind=leftouter (${RIGHT}) on k | where v == "second" | project w`, ['x']],
      ],
    ));

  describe('what is computed one time', () =>
    answers(
      () => open.engine,
      [
        [
          'let g = toscalar(new_guid()); range i from 1 to 5 step 1 | extend a = g, b = g | summarize dcount(a), countif(a == b)',
          [1, 5],
        ],
        ['let r = toscalar(rand()); print a = r, b = r | project a == b', [true]],
        [
          'let many = range i from 1 to 100000 step 1; let one = toscalar(many | sample 1); print a = one, b = one | project a == b',
          [true],
        ],
      ],
    ));

  describe('patterns', () => {
    const places =
      'declare pattern place = (site:string)[floor:string] { ("north").["1"] = { print at = site }; ("north").["2"] = { let up = strcat(site, floor); print at = up }; ("south").["top floor"] = { print at = floor, n = 1 }; };';
    answers(
      () => open.engine,
      [
        [`${places} place("north").["2"]`, ['north2']],
        [`${places} place("south").["top floor"] | project n`, [1]],
        [
          `${places} union place("north").["1"], place("south").["top floor"] | sort by at asc`,
          ['north', null],
          ['top floor', 1],
        ],
        [
          'let n = 3; declare pattern p = (a:string, b:string) { ("x", "y") = { print v = strcat(b, a, n) }; }; p("x", "y") | count',
          [1],
        ],
      ],
    );

    it('rejects what a pattern does not list', async () => {
      assert.equal((await diagnosticOf(open.engine, `${places} «place»("west").["1"]`)).code, 'KS188');
    });
  });

  describe('functions', () =>
    answers(
      () => open.engine,
      [
        [
          'print indexof("xyzabcxyz", "xyz", 1, 6, 1), indexof("xyzabcxyzabc", "xyz", 0, 9, 2), indexof("xyzabcxyz", "xyz", 0, 3, 2)',
          [-1, 6, -1],
        ],
        [
          'print format_ipv4("10.1.2.3/16", 24), format_ipv4_mask("10.1.2.3/16", 24), format_ipv4_mask("10.1.2.3", 8), format_ipv4_mask("10.1.2.3/16")',
          ['10.1.0.0', '10.1.0.0/16', '10.0.0.0/8', '10.1.0.0/16'],
        ],
        [
          'print beta_cdf(-0.1, 2.0, 3.0), beta_cdf(0.5, 10001.0, 3.0), beta_cdf(1.0, 2.0, 3.0)',
          ['NaN', 'NaN', 1],
        ],
        [
          'print tohex(255, 20), gettype(2.5), isnull(repeat("a", -1)), array_length(repeat("a", 0))',
          ['00000000000000ff', 'real', true, 0],
        ],
        [
          'print parse_version("120.0.6099.109"), parse_version("120.1") > parse_version("99.9.9.9"), parse_version("1.2") < todecimal(5)',
          ['120000000000000609900000109', true, false],
        ],
        [
          'print binary_shift_left(1, -1), binary_shift_right(8, -1), binary_shift_left(1, 65)',
          [null, null, 2],
        ],
        [
          'print toguid("74be27de1e4e49d9b579fe0b331d3642 and more"), toguid("74be27de-1e4e-49d9-b579-fe0b331d364")',
          ['74be27de-1e4e-49d9-b579-fe0b331d3642', null],
        ],
        [
          'range i from 1 to 200 step 1 | summarize l = make_list(i) | union (range i from 1 to 200 step 1 | summarize l = make_list(i) | mvexpand l | summarize n = count()) | project n = coalesce(n, array_length(l)) | sort by n asc',
          [128],
          [200],
        ],
        [
          'print y = dynamic([1, 4, 9, 16]), x = dynamic([1, 2, 3, 4]) | extend (r, c) = series_fit_poly(y, x, 2) | project round(r, 6)',
          [1],
        ],
        ['print datetime() == now(), datetime(2026 - 03 - 04)', [true, '2026-03-04T00:00:00Z']],
        [
          'print round(convert_energy(1, "BritishThermalUnit", "Joule"), 6), convert_energy(1, "WattDay", "WattHour")',
          [1055.055853, 24],
        ],
        [
          'print series_less(dynamic([1, "a"]), dynamic([2, 3])), series_cosine_similarity(dynamic([]), dynamic([1]))',
          [[true, null], null],
        ],
        [
          'print t = "cabcab ab" | project replace_strings(t, dynamic(["ab", "cab"]), dynamic(["-", "+"])), replace_strings(t, dynamic(["cab", "ab"]), dynamic([1, "-"])), replace_strings(t, dynamic(["ab", "-"]), dynamic(["-", "+"]))',
          ['c-c- -', 'cabcab -', 'c-c- -'],
        ],
        ['print punycode_domain_to_string("grüße。example.de")', ['xn--gre-6ka8l.example.de']],
        [
          'range x from 1 to 200 step 1 | summarize a = makelist(x), b = makeset(x), c = makelist(x, 150), d = make_list(x) | project array_length(a), array_length(b), array_length(c), array_length(d)',
          [128, 128, 150, 200],
        ],
        [
          'let nets = datatable(net:string, name:string)["2001:db8::/32", "doc"]; datatable(ip:string)["2001:db8::1", "::1"] | evaluate ipv6_lookup(nets, ip, net, true) | project ip, name | sort by ip asc',
          ['2001:db8::1', 'doc'],
          ['::1', ''],
        ],
      ],
    ));
});
