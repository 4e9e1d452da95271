import assert from 'node:assert/strict';
import { answers, openCase, type OpenCase } from './support.ts';

const ROWS =
  'range x from 1 to 100 step 1 | project what = iff(x <= 60, "hail", "wind"), hurt = iff(x <= 55, "no", "yes")';
const EVENTS = 'datatable(t:int, s:string)[1, "a", 2, "b", 3, "bad", 4, "c", 5, "d"] | sort by t asc';
const PARTS =
  'datatable(a:string, b:string, c:string, n:int)["x","y","k",1, "x","z","k",2, "w","y","m",3, "v","q","k",10, "v","r","m",1]';

describe('patterns in rows and texts', () => {
  let open: OpenCase;
  before(async () => (open = await openCase()));
  after(() => open.close());

  answers(
    () => open.engine,
    [
      [
        `${ROWS} | evaluate autocluster(0.5, "~", "~", "*")`,
        [0, 55, 55, 'hail', 'no'],
        [1, 40, 40, 'wind', 'yes'],
        [2, 5, 5, 'hail', 'yes'],
      ],
      [
        `${ROWS} | evaluate basket(0.42)`,
        [0, 60, 60, 'hail', ''],
        [1, 55, 55, 'hail', 'no'],
        [2, 45, 45, '', 'yes'],
      ],
      [
        `${ROWS} | evaluate diffpatterns(hurt, "no", "yes") | project CountA, CountB, PercentA, what`,
        [55, 5, 100, 'hail'],
        [0, 40, 0, 'wind'],
      ],
      ['datatable(a:string)[] | evaluate basket()'],
      [
        'range x from 1 to 4 step 1 | project s = strcat("fooZ", x) | reduce by s with characters="Z"',
        ['foo*', 4, 'fooZ1'],
      ],
      [
        'datatable(s:string)["San Jose", "San Diego", "Moscow", "Moscow", "Rome"] | reduce by s',
        ['San *', 2, 'San Jose'],
        ['Moscow', 2, 'Moscow'],
        ['others', 1, ''],
      ],
      [`${EVENTS} | evaluate rows_near(s == "bad", 1) | project t`, [2], [3], [4]],
      [`${EVENTS} | evaluate rows_near(s == "bad", 0, 2) | project t`, [3], [4], [5]],
      [
        'range x from 1 to 100 step 1 | summarize a = hll(iff(x % 2 == 0, x, 0)), b = hll(iff(x % 3 == 0, x, 0))' +
          ' | evaluate dcount_intersect(a, b) | project s0, s1',
        [51, 17],
      ],
      [
        `${PARTS} | top-nested 1 of a with others="o" by sum(n), top-nested 1 of b by sum(n), top-nested 1 of c with others="e" by sum(n) | sort by aggregated_a asc, b asc`,
        ['o', 6, '', null, 'e', 6],
        ['v', 11, '', null, 'e', 1],
        ['v', 11, 'q', 10, 'k', 10],
      ],
      [
        'print s="a=1 2 b=3" | parse-kv s as (a:string, b:int) with (pair_delimiter=" ", kv_delimiter="=", greedy=true) | project a, b',
        ['1 2', 3],
      ],
      [
        'print s="x [I] id:45, dest: \'a b\'" | parse-kv s as (id:int, dest:string) with (quote="\'") | project id, dest',
        [45, 'a b'],
      ],
      [
        'print s=@"(a: 1)(b : 2)" | parse-kv s as (a:int, b:int) with (regex=@"\\((\\w)\\s*:\\s*(\\d)\\)") | project a, b',
        [1, 2],
      ],
      ['print assert(1 < 2, "no")', [true]],
      ['print isnull(geo_line_buffer(dynamic({"type":"p"}), 1))', [true]],
    ],
  );

  it('says that a choice of patterns is approximate', async () => {
    const { columns } = await open.engine.queryAll({ text: `${ROWS} | evaluate basket()` });
    assert.match(columns[0]?.approximate ?? '', /may differ from the service/);
  });
});
