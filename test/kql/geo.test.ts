import assert from 'node:assert/strict';
import { answers, diagnosticOf, openCase, type OpenCase } from './support.ts';

const DEGREE = (6_371_010 * Math.PI) / 180;
const OCTANT = '{"type":"Polygon","coordinates":[[[0,0],[90,0],[0,90],[0,0]]]}';
const square = (west: number, south: number, size: number): string =>
  `dynamic({"type":"Polygon","coordinates":[[[${west},${south}],[${west + size},${south}],[${west + size},${south + size}],[${west},${south + size}],[${west},${south}]]]})`;

describe('KQL geometry', function () {
  this.timeout(60_000);
  let open: OpenCase;
  before(async () => (open = await openCase()));
  after(() => open.close());

  const number = async (expression: string): Promise<number> =>
    Number((await open.engine.queryAll({ text: `print ${expression}` })).rows[0]?.[0]);
  const near = async (expression: string, expected: number): Promise<void> => {
    const actual = await number(expression);
    assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected), `${actual} instead of ${expected}`);
  };

  it('measures on the sphere', async () => {
    await near('geo_distance_2points(0, 0, 1, 0)', DEGREE);
    await near('geo_distance_2points(0, 90, 0, -90)', 180 * DEGREE);
    await near('geo_azimuth(0, 0, 90, 0)', Math.PI / 2);
    await near('geo_angle(0, 1, 0, 0, -1, 0)', (3 * Math.PI) / 2);
    await near(
      'geo_distance_point_to_line(5, 2, dynamic({"type":"LineString","coordinates":[[0,0],[10,0]]}))',
      2 * DEGREE,
    );
    await near(
      'geo_line_length(dynamic({"type":"LineString","coordinates":[[0,0],[10,0],[10,5]]}))',
      15 * DEGREE,
    );
    await near(`geo_polygon_area(dynamic(${OCTANT}))`, (4 * Math.PI * 6_371_010 ** 2) / 8);
    await near(`geo_polygon_perimeter(dynamic(${OCTANT}))`, 270 * DEGREE);
    await near(`geo_distance_point_to_polygon(45, -1, dynamic(${OCTANT}))`, DEGREE);
    await near(
      'geo_line_locate_point(dynamic({"type":"LineString","coordinates":[[0,0],[10,0]]}), 2.5, 1)',
      0.25,
    );
  });

  it('measures on the spheroid where asked', () =>
    // A quarter of a meridian of WGS-84.
    near('geo_distance_2points(7, 0, 7, 90, true)', 10_001_965.729_312_752));

  it('unites and intersects', async () => {
    const [small, shifted] = [square(0, 0, 2), square(1, 1, 2)];
    const area = (of: string): Promise<number> => number(`geo_polygon_area(${of})`);
    const both = await area(`geo_union_polygons_array(pack_array(${small}, ${shifted}))`);
    const common = await area(`geo_intersection_2polygons(${small}, ${shifted})`);
    const sum = (await area(small)) + (await area(shifted));
    assert.ok(Math.abs(both + common - sum) < 1e-9 * sum);
    assert.ok(common > 0 && common < sum / 4);
  });

  it("begins a united polygon where S2's builder does", async () => {
    const area = (rings: string): string => `dynamic({"type":"Polygon","coordinates":[${rings}]})`;
    const box = area('[[21,50],[21,51],[20,51],[20,50],[21,50]]');
    const tooth = area('[[20.3,49.5],[20.7,49.5],[20.5,50.5],[20.3,49.5]]');
    const { rows } = await open.engine.queryAll({
      text: `print u = geo_union_polygons_array(pack_array(${box}, ${tooth})) | mv-expand c = u.coordinates[0] | project round(todouble(c[0]), 1), round(todouble(c[1]), 1)`,
    });
    // The edge between the first and the last point of the box is in two runs; the polygon ends with one of them.
    assert.deepEqual(rows, [
      [21, 50],
      [21, 51],
      [20, 51],
      [20, 50],
      [20.4, 50],
      [20.3, 49.5],
      [20.7, 49.5],
      [20.6, 50],
      [21, 50],
    ]);
  });

  it('gives back a hole where polygons surround one', async () => {
    const bars = [square(0, 0, 1), square(1, 0, 1), square(2, 0, 1), square(0, 1, 1), square(2, 1, 1)];
    const top = [square(0, 2, 1), square(1, 2, 1), square(2, 2, 1)];
    const { rows } = await open.engine.queryAll({
      text: `print u = geo_union_polygons_array(pack_array(${[...bars, ...top].join(', ')}))
        | project tostring(u.type), array_length(u.coordinates), geo_point_in_polygon(1.5, 1.5, u), geo_point_in_polygon(0.5, 0.5, u)`,
    });
    assert.deepEqual(rows, [['Polygon', 2, false, true]]);
  });

  describe('cells, shapes and what is none', () =>
    answers(
      () => open.engine,
      [
        [
          'print geo_point_to_geohash(-5.6, 42.6), geo_geohash_to_central_point("s").type',
          ['ezs42', 'Point'],
        ],
        [
          'print geo_point_to_h3cell(-122.418307270836565, 37.7752702151959257, 9), geo_h3cell_parent("8928308280fffff", 5), geo_h3cell_level("8928308280fffff")',
          ['8928308280fffff', '85283083fffffff', 9],
        ],
        ['print geo_point_to_s2cell(0.1, 0.1, 0), array_length(geo_s2cell_neighbors("89c259"))', ['1', 8]],
        [
          `print geo_point_in_polygon(1, 1, ${square(0, 0, 2)}), geo_point_in_polygon(3, 1, ${square(0, 0, 2)}), geo_point_in_circle(0, 0, 0, 1, 112000)`,
          [true, false, true],
        ],
        [
          'print geo_intersection_2lines(dynamic({"type":"LineString","coordinates":[[-1,0],[1,0]]}), dynamic({"type":"LineString","coordinates":[[0,-1],[0,1]]}))',
          [{ type: 'Point', coordinates: [0, 0] }],
        ],
        [
          'print geo_line_simplify(dynamic({"type":"LineString","coordinates":[[0,0],[1,0],[2,0]]}), 100)',
          [
            {
              type: 'LineString',
              coordinates: [
                [0, 0],
                [2, 0],
              ],
            },
          ],
        ],
        [
          'print array_length(geo_line_densify(dynamic({"type":"LineString","coordinates":[[0,60],[1,60]]}), 100).coordinates)',
          [3],
        ],
        [
          'print geo_from_wkt("POLYGON ((0 0, 2 0, 2 2, 0 0))").type, isnull(geo_from_wkt("POINT (1)"))',
          ['Polygon', true],
        ],
        [
          'print isnull(geo_distance_2points(181, 0, 0, 0)), isnull(geo_polygon_area(dynamic({"type":"Polygon","coordinates":[[[0,0],[1,1],[0,0]]]}))), geo_point_to_s2cell(0, 0, int(null))',
          [true, true, ''],
        ],
        [
          `datatable(lng:real, lat:real) [1.0, 1.0, 9.0, 9.0] | evaluate geo_polygon_lookup(datatable(p:dynamic, n:string) [${square(0, 0, 2)}, "in"], p, lng, lat, return_unmatched = true) | project lng, n | sort by lng asc`,
          [1, 'in'],
          [9, ''],
        ],
        [
          'datatable(ip:string) ["2001:db8::1", "::1"] | evaluate ipv6_lookup(datatable(net:string, n:string) ["2001:db8::/32", "doc"], ip, net)',
          ['2001:db8::1', '2001:db8::/32', 'doc'],
        ],
      ],
    ));

  it('refuses to show an array whose order nothing defines, and answers what does not depend on it', async () => {
    const { code, rewrite } = await diagnosticOf(
      open.engine,
      'print c = «geo_h3cell_neighbors("8928308280fffff")»',
    );
    assert.equal(code, 'order-not-defined');
    assert.match(rewrite ?? '', /mv-expand/);
    const { rows } = await open.engine.queryAll({
      text: 'print c = geo_h3cell_neighbors("8928308280fffff") | mv-expand c to typeof(string) | count',
    });
    assert.deepEqual(rows, [[6]]);
  });

  it('marks columns that are approximate', async () => {
    const { columns } = await open.engine.queryAll({
      text: 'range x from 1 to 3 step 1 | summarize d = dcount(x), n = count() | extend twice = d * 2, n',
    });
    assert.deepEqual(
      columns.map(({ name, approximate }) => [name, approximate !== undefined]),
      [
        ['d', true],
        ['n', false],
        ['twice', true],
      ],
    );
  });
});
