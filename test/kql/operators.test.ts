import { answers, type Expectation, openCase, type OpenCase } from './support.ts';

const T = `let T = datatable(k:string, n:long, d:datetime)
  ["a", 1, datetime(2026-01-01), "a", 5, datetime(2026-01-02), "b", 3, datetime(null), "", long(null), datetime(2026-01-03)];`;

describe('KQL operators', () => {
  let open: OpenCase;
  before(async () => (open = await openCase()));
  after(() => open.close());

  describe('rows', () =>
    answers(
      () => open.engine,
      [
        [`${T} T | where n > 2 | project k, n`, ['a', 5], ['b', 3]],
        [`${T} T | where n != 5 | project k`, ['a'], ['b'], ['']],
        [`${T} T | where not(n == 5) | project k`, ['a'], ['b'], ['']],
        [`${T} T | sort by n | project n`, [5], [3], [1], [null]],
        [`${T} T | sort by n asc | project n`, [null], [1], [3], [5]],
        ...(
          [
            ['asc nulls first', [null], ['NaN'], ['-Infinity'], [1], ['Infinity']],
            ['desc nulls first', [null], ['NaN'], ['Infinity'], [1], ['-Infinity']],
            ['asc nulls last', ['-Infinity'], [1], ['Infinity'], ['NaN'], [null]],
            ['desc', ['Infinity'], [1], ['-Infinity'], ['NaN'], [null]],
          ] as const
        ).map(
          ([order, ...rows]): Expectation => [
            `datatable(a:real)[real(nan), 1.0, real(null), real(+inf), real(-inf)] | sort by a ${order}`,
            ...rows,
          ],
        ),
        [`${T} T | sort by k asc, n desc | take 2 | project k, n`, ['', null], ['a', 5]],
        [`${T} T | top 1 by n asc nulls last | project n`, [1]],
        [`${T} T | count`, [4]],
        [`${T} T | distinct k | sort by k asc`, [''], ['a'], ['b']],
        [`${T} T | where k in~ ("A") | count`, [2]],
        [`${T} T | where k in ("A") | count`, [0]],
        [`${T} T | where n !in (5, 3) | count`, [2]],
        [`${T} T | where k in ((T | where n == 3 | project k)) | project n`, [3]],
      ],
    ));

  describe('columns', () =>
    answers(
      () => open.engine,
      [
        [`${T} T | take 1 | extend n = n + 1, m = n | project n, m`, [2, 1]],
        [`${T} T | take 1 | project-away d`, ['a', 1]],
        [`${T} T | take 1 | project-keep n`, [1]],
        [`${T} T | take 1 | project-rename x = n | project x`, [1]],
        [`${T} T | take 1 | project-reorder n`, [1, 'a', '2026-01-01T00:00:00Z']],
        ['print a = 1, A = 2 | project A, a', [2, 1]],
        ['print a = 1, ["b c"] = "" | getschema kind=csl', ["a:long,['b c']:string"]],
        ['print a = 1 | assert-schema (a:long) | consume'],
      ],
    ));

  describe('summarize', () =>
    answers(
      () => open.engine,
      [
        [`${T} T | summarize count(), sum(n), dcount(k)`, [4, 9, 3]],
        [`${T} T | where n > 99 | summarize count(), sum(n), min(n), make_list(n)`, [0, 0, null, []]],
        [`${T} T | where n > 99 | summarize count() by k`],
        [`${T} T | summarize max(n) by k | sort by k asc`, ['', null], ['a', 5], ['b', 3]],
        [`${T} T | summarize arg_max(n, *) by k | where k == "a"`, ['a', 5, '2026-01-02T00:00:00Z']],
        [`${T} T | summarize arg_min(n, d) | project n`, [1]],
        [
          `${T} T | summarize make_list(k), make_set(k)`,
          [
            ['a', 'a', 'b', ''],
            ['a', 'b', ''],
          ],
        ],
        [`${T} T | summarize round(avg(n), 1), countif(n > 1)`, [3, 2]],
        [`${T} T | summarize count() by bin(d, 1d) | sort by d asc | project count_`, [1], [1], [1], [1]],
        [
          'print a = pack_array(1, 2) | union (print a = pack_array(2)) | summarize s = array_sort_asc(make_list(a))',
          [[1, 2, 2]],
        ],
        ['range x from 1 to 4 step 1 | summarize percentiles(x, 50, 100)', [2, 4]],
      ],
    ));

  describe('join and union', () => {
    const sides =
      'let L = datatable(k:string, l:int)["a", 1, "a", 2, "b", 3]; let R = datatable(k:string, r:int)["a", 10, "c", 30];';
    answers(
      () => open.engine,
      [
        [`${sides} L | join kind=inner R on k | sort by l asc`, ['a', 1, 'a', 10], ['a', 2, 'a', 10]],
        [`${sides} L | join R on k`, ['a', 1, 'a', 10]],
        [
          `${sides} L | join kind=leftouter R on k | sort by l asc`,
          ['a', 1, 'a', 10],
          ['a', 2, 'a', 10],
          ['b', 3, '', null],
        ],
        [
          `${sides} L | join kind=rightouter R on k | sort by r asc, l asc`,
          ['a', 1, 'a', 10],
          ['a', 2, 'a', 10],
          ['', null, 'c', 30],
        ],
        [`${sides} L | join kind=fullouter R on k | count`, [4]],
        [`${sides} L | join kind=leftanti R on k`, ['b', 3]],
        [`${sides} L | join kind=rightsemi R on k`, ['a', 10]],
        [`${sides} L | join kind=inner (R) on $left.l == $right.r | count`, [0]],
        [`${sides} L | lookup R on k | sort by l asc`, ['a', 1, 10], ['a', 2, 10], ['b', 3, null]],
        [`${sides} union L, R | summarize sum(l), sum(r)`, [6, 40]],
        [`${sides} union withsource=s L, R | summarize count() by s | sort by s asc`, ['L', 3], ['R', 2]],
        [`${sides} union isfuzzy=true L, (NoSuchTable | where x == 1) | count`, [3]],
        [`${sides} L | union withsource=s (R) | summarize count() by s | sort by s asc`, ['L', 3], ['R', 2]],
        [
          `${sides} L | where l > 1 | union withsource=s (R | take 1) | project s`,
          ['union_arg0'],
          ['union_arg0'],
          ['union_arg1'],
        ],
        [
          'union (print a = 1, b = "x"), (print a = "s", c = 2) | take 0 | getschema kind=csl',
          ['a_long:long,a_string:string,b:string,c:long'],
        ],
        [
          'let A = print x = 1; let B = print x = toint(2); let C = print x_long = 3; union A, B, C',
          [1, null, null],
          [null, 2, null],
          [null, null, 3],
        ],
        [
          'let A = print x = 1; let B = print x = "b"; let C = print x_long = 3; union withsource=t A, B, C | where t != "A" | summarize n = count() by t | sort by t asc',
          ['B', 1],
          ['C', 1],
        ],
        [`${sides} union kind=inner L, R | summarize count() by k | where k == "a"`, ['a', 3]],
        ['let n = datatable(x:int)[int(null)]; n | join kind=inner n on x | count', [0]],
      ],
    );
  });

  describe('several tables and levels', () => {
    const sides =
      'let L = datatable(k:string, l:int)["a", 1, "a", 2, "b", 3, "c", 1]; let R = datatable(k:string, r:real)["a", 10, "c", 30];';
    answers(
      () => open.engine,
      [
        [`${sides} find in (L, R) where k == "a" and l == 2`, ['L', 'a', 2, {}]],
        [`${sides} find withsource=s in (R) where k has "c" project r`, ['R', 30]],
        [
          `${sides} find in (L, R) where k == "c" project k, pack(*)`,
          ['L', 'c', { l: 1 }],
          ['R', 'c', { r: 30 }],
        ],
        [`${sides} L | top-nested 2 of k by sum(l) | sort by k asc`, ['a', 3], ['b', 3]],
        [`${sides} L | top-nested 1 of k by n = count() asc, top-nested of l by max(l) | count`, [1]],
        [
          `${sides} L | top-nested 1 of k with others = "rest" by max(l) desc | sort by k asc`,
          ['b', 3],
          ['rest', 2],
        ],
        [
          `${sides} L | top-nested of k by n = count(), top-nested 1 of l with others = -1 by x = max(l) | sort by k asc, l desc`,
          ['a', 2, 2, 2],
          ['a', 2, -1, 1],
          ['b', 1, 3, 3],
          ['c', 1, 1, 1],
        ],
        [`${sides} L | where l > 9 | top-nested 1 of k with others = "rest" by sum(l)`],
      ],
    );
  });

  describe('one row after another', () =>
    answers(
      () => open.engine,
      [
        [
          'print e = 1 | scan declare (n:int = 0) with (step s: true => n = s.n + 1;) | extend t = gettype(n)',
          [1, 1, 'int'],
        ],
        [
          'range x from 1 to 3 step 1 | scan declare (sum:long = 0) with (step s: true => sum = x + s.sum;)',
          [1, 1],
          [2, 3],
          [3, 6],
        ],
        [
          'datatable(e:string)["no", "Start", "a", "Stop", "b", "Start", "c"] | scan with_match_id=m with (step s1: e == "Start"; step s2: e != "Start" and e != "Stop" and s1.e == "Start"; step s3: e == "Stop";)',
          ['Start', 0],
          ['a', 0],
          ['Stop', 0],
          ['Start', 1],
          ['c', 1],
        ],
        [
          'range n from 1 to 5 step 1 | scan with_match_id=m declare (start:long) with (step s: true => start = iff(isnull(s.start), n, s.start); step e output=none: n - s.start > 2;)',
          [1, 1, 0],
          [2, 1, 0],
          [3, 1, 0],
          [4, 4, 1],
          [5, 4, 1],
        ],
        [
          'range n from 1 to 4 step 1 | scan with_match_id=m with (step s: n % 2 == 1; step e: n == 4;) | project n, m',
          [1, 0],
          [3, 0],
          [4, 0],
        ],
        [
          'datatable(v:real)[1.5, real(null), real(null), 3.0] | scan with (step s: true => v = iff(isnull(v), s.v, v);)',
          [1.5],
          [1.5],
          [1.5],
          [3],
        ],
        [
          'range x from 1 to 3 step 1 | scan declare (c:long) with (step a output=none: x == 1; step b: x > 1 => c = a.x;)',
          [2, 1],
          [3, 1],
        ],
        ['range x from 1 to 3 step 1 | where x > 5 | scan with (step s: s.x < x;)'],
        [
          'range x from 1 to 3 step 1 | scan declare (t:datetime) with (step s: true => t = iff(x == 1, datetime(9999-12-30), s.t + 1d);) | extend x = isnull(t)',
          [false, '9999-12-30T00:00:00Z'],
          [false, '9999-12-31T00:00:00Z'],
          [true, null],
        ],
        [
          'datatable(k:string, v:long)["a", 1, "b", 5, "a", 2] | partition by k (sort by v asc | scan declare (t:long = 0) with (step s: true => t = v + s.t;) | extend n = next(t)) | sort by k asc, v asc',
          ['a', 1, 1, 3],
          ['a', 2, 3, null],
          ['b', 5, 5, null],
        ],
        [
          'datatable(t:datetime)[datetime(2026-01-01 10:00), datetime(2026-01-01 10:04), datetime(2026-01-01 10:10), datetime(null), datetime(2026-01-01 10:11)] | serialize s = row_window_session(t, 1h, 5m) | project format_datetime(s, "HH:mm")',
          ['10:00'],
          ['10:00'],
          ['10:10'],
          [''],
          ['10:11'],
        ],
        [
          'let R = range y from 1 to 3 step 1; range x from 2 to 3 step 1 | partition by x { R | where y == x } | sort by y asc',
          [2],
          [3],
        ],
        ['range x from 1 to 4 step 1 | __partitionby x (count) | count', [4]],
        [
          'print d = dynamic([5, 7, 6]) | mv-apply d to typeof(long) limit 2 on (where d > 5 | extend e = d + 1)',
          [7, 8],
        ],
      ],
    ));

  describe('columns without a name', () =>
    answers(
      () => open.engine,
      [
        [
          'datatable(a:dynamic, b:string)[dynamic(1), "x"] | extend tostring(a) | project t = gettype(a), b',
          ['string', 'x'],
        ],
        [
          'datatable(t:datetime, s:string)[datetime(2026-01-01 10:00), "x"] | extend bin(t, 1d), strcat(s, "y"), toupper(s)',
          ['2026-01-01T00:00:00Z', 'x', 'xy', 'X'],
        ],
        [
          'datatable(a:dynamic, b:string)[dynamic({"q": 1}), "x"] | extend a.q, a.q, strlen(b), (tostring(a))',
          ['{"q":1}', 'x', 1, 1],
        ],
        ['datatable(a:string, b:string, c:long)["k=1", "x", 5] | parse a with "k=" b', ['k=1', '1', 5]],
        ['datatable(a:string, b:string)["k=1", "x"] | parse a with "k=" b | project-away a', ['1']],
        [
          'datatable(a:string, b:string)["b=1", "x"] | parse-kv a as (b:string) with (kv_delimiter="=")',
          ['b=1', '1'],
        ],
        ['datatable(a:long, b:string)[3, "x"] | serialize row_number(), b', [3, 'x', 1]],
        ['print a = dynamic([1, null, 3]), z = "kept" | extend series_fill_linear(a)', [[1, 2, 3], 'kept']],
        [
          'print d = dynamic({"n": 1, "m": 2}) | evaluate bag_unpack(d, "p_", columnsConflict="keep_source", ignoredProperties=dynamic(["m"]))',
          [1],
        ],
        [
          'print d = dynamic({"n": 1, "m": 2}) | evaluate bag_unpack(d, ignoredProperties=dynamic(["m"]))',
          [1],
        ],
      ],
    ));

  describe('arrays and bags', () =>
    answers(
      () => open.engine,
      [
        ['print d = dynamic([1, 2]) | mv-expand d to typeof(long)', [1], [2]],
        ['print d = dynamic([]) | mv-expand d'],
        ['print d = dynamic(null) | mv-expand d', [null]],
        ['print a = dynamic([1, 2]), b = dynamic(["x"]) | mv-expand a, b', [1, 'x'], [2, null]],
        ['print s = "[1,2]" | mv-expand todynamic(s) | project s', [1], [2]],
        ['print d = dynamic({"a": 1, "b": 2}) | mv-expand kind=array d | project d[0]', ['a'], ['b']],
        ['print d = dynamic([5, 7]) | mv-expand with_itemindex=i d | project i, d', [0, 5], [1, 7]],
        ['print x = 1, d = dynamic([5, 7, 6]) | mv-apply d to typeof(long) on (top 1 by d)', [1, 7]],
        [
          'datatable(b:dynamic)[dynamic({"y": 1}), dynamic({"x": "t"})] | evaluate bag_unpack(b) | project x, y',
          ['', 1],
          ['t', null],
        ],
        [
          'datatable(k:string, v:string)["a", "x", "a", "y", "b", "x"] | evaluate pivot(v, count(), k) | sort by k asc',
          ['a', 1, 1],
          ['b', 1, 0],
        ],
      ],
    ));

  describe('parse, windows, series', () =>
    answers(
      () => open.engine,
      [
        ['print s = "a=1, b=two" | parse s with "a=" a:long ", b=" b | project a, b', [1, 'two']],
        ['print s = "a=x, b=two" | parse s with "a=" a:long ", b=" b | project a, b', [null, '']],
        ['print s = "k1=v1;" | parse kind=regex s with "(k|z)[0-9]" "=" v "(;)" | project v', ['v1']],
        [
          'datatable(t:long)[1, 3] | make-series c = count() on t in range(1, 3, 1) | project c, t',
          [
            [1, 0, 1],
            [1, 2, 3],
          ],
        ],
        ['print s = "nope" | parse-where s with "a=" a:long'],
        [
          'print s = "k=v x=3" | parse-kv s as (k:string, x:long) with (pair_delimiter=" ", kv_delimiter="=") | project k, x',
          ['v', 3],
        ],
        [
          'range x from 1 to 3 step 1 | serialize p = prev(x), n = next(x), r = row_number(), c = row_cumsum(x)',
          [1, null, 2, 1, 1],
          [2, 1, 3, 2, 3],
          [3, 2, null, 3, 6],
        ],
        [
          'datatable(t:datetime, v:long)[datetime(2026-01-01), 1, datetime(2026-01-03), 5] | make-series s = sum(v) default = 0 on t from datetime(2026-01-01) to datetime(2026-01-04) step 1d | project s',
          [[1, 0, 5]],
        ],
        [
          'let view1 = view () { print x = 1 }; let view2 = view () { print x = 2 }; union view* | count',
          [2],
        ],
        // Wildcards read views, not other tables of the query; a name does not see its own declaration.
        [
          'let T1 = view () { print x = 1 }; let T2 = print x = 2; let T3 = () { print x = 3 }; union T*',
          [1],
        ],
        ['let V = view () { print x = "word" }; let found = search "word"; found | project x', ['word']],
        [
          'let f = (t:(x:long), least:long = 2) { t | where x > least }; range x from 1 to 4 step 1 | invoke f(3)',
          [4],
        ],
        [
          'let f = (a:long, b:string = "z") { strcat(b, a) }; print f(1), f(2, "y"), f(b = "w", a = 3)',
          ['z1', 'y2', 'w3'],
        ],
        [
          'let m = materialize(range x from 1 to 3 step 1); m | extend total = toscalar(m | summarize sum(x)) | project total',
          [6],
          [6],
          [6],
        ],
      ],
    ));
});
