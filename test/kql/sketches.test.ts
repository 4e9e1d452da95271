import { answers, openCase, type OpenCase } from './support.ts';

describe('KQL sketches, series and activity', function () {
  this.timeout(60_000);
  let open: OpenCase;
  before(async () => (open = await openCase()));
  after(() => open.close());

  const EVENTS = `datatable(u:string, t:datetime, d:string)[
    "a", datetime(2026-01-01 01:00), "x", "b", datetime(2026-01-01 02:00), "x",
    "a", datetime(2026-01-02 01:00), "x", "c", datetime(2026-01-02 02:00), "y"]`;

  describe('sketches', () =>
    answers(
      () => open.engine,
      [
        [
          'range x from 1 to 10 step 1 | extend g = x % 2 | summarize h = hll(x) by g | summarize m = hll_merge(h) | project dcount_hll(m)',
          [10],
        ],
        [
          'range x from 1 to 10 step 1 | summarize t = tdigest(x) | project percentile_tdigest(t, 50), percentrank_tdigest(t, 3), percentiles_array_tdigest(t, 10, 90)',
          [5, 30, [1, 9]],
        ],
        [
          'range x from 1 to 3 step 1 | summarize t = tdigest(datetime(2026-01-01) + x * 1d) | project percentile_tdigest(t, 50, typeof(datetime))',
          ['2026-01-03T00:00:00Z'],
        ],
        ['datatable(x:long)[] | summarize hll(x), tdigest(x)', [null, null]],
        [
          'datatable(d:dynamic)[dynamic({"a":1,"b":[true]}), dynamic({"a":"s"})] | summarize buildschema(d)',
          [{ a: ['long', 'string'], b: { '`indexer`': 'bool' } }],
        ],
      ],
    ));

  describe('activity', () =>
    answers(
      () => open.engine,
      [
        [
          `${EVENTS} | evaluate session_count(u, t, datetime(2026-01-01), datetime(2026-01-03), 1d, 12h) | sort by t asc`,
          ['2026-01-01T00:00:00Z', 2],
          ['2026-01-02T00:00:00Z', 2],
        ],
        [
          `${EVENTS} | evaluate sliding_window_counts(u, t, datetime(2026-01-01), datetime(2026-01-03), 2d, 1d) | sort by t asc`,
          ['2026-01-01T00:00:00Z', 2, 2],
          ['2026-01-02T00:00:00Z', 4, 3],
          ['2026-01-03T00:00:00Z', 2, 2],
        ],
        [
          `${EVENTS} | evaluate activity_counts_metrics(u, t, datetime(2026-01-01), datetime(2026-01-03), 1d, d) | sort by t asc, d asc`,
          ['2026-01-01T00:00:00Z', 'x', 2, 2, 2, 2],
          ['2026-01-02T00:00:00Z', 'x', 1, 1, 0, 2],
          ['2026-01-02T00:00:00Z', 'y', 1, 1, 1, 1],
        ],
        [
          `${EVENTS} | evaluate activity_metrics(u, t, startofday(datetime(2026-01-01 05:00)), now(), 1d) | sort by t asc`,
          ['2026-01-01T00:00:00Z', 2, 2, 'NaN', 'NaN'],
          ['2026-01-02T00:00:00Z', 2, 1, 0.5, 0.5],
        ],
        [
          `${EVENTS} | evaluate activity_metrics(u, t, ago(365d), now(), 1d, d) | where d == "x" | sort by t asc | project t, dcount_values, churn_rate`,
          ['2025-12-31T12:00:00Z', 2, 'NaN'],
          ['2026-01-01T12:00:00Z', 1, 0.5],
        ],
        [
          `${EVENTS} | evaluate activity_engagement(u, t, 1d, 2d) | sort by t asc`,
          ['2026-01-01T00:00:00Z', 2, 2, 1],
          ['2026-01-02T00:00:00Z', 2, 3, 2 / 3],
        ],
        [
          `${EVENTS} | evaluate new_activity_metrics(u, t, datetime(2026-01-01), datetime(2026-01-04) - 1tick, 1d) | project from_t, to_t, dcount_new_values, dcount_retained_values, churn_rate | sort by from_t asc, to_t asc`,
          ['2026-01-01T00:00:00Z', '2026-01-01T00:00:00Z', 2, 2, 0],
          ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z', 1, 1, 0.5],
          ['2026-01-01T00:00:00Z', '2026-01-03T00:00:00Z', 0, 0, 1],
          ['2026-01-02T00:00:00Z', '2026-01-02T00:00:00Z', 1, 1, 0],
          ['2026-01-02T00:00:00Z', '2026-01-03T00:00:00Z', 0, 0, 1],
        ],
        [
          `${EVENTS} | evaluate new_activity_metrics(u, t, datetime(2026-01-01), datetime(2026-01-03), 1d, datetime(2026-01-02)) | count`,
          [2],
        ],
        [
          `${EVENTS} | evaluate active_users_count(u, t, datetime(2026-01-01), datetime(2026-01-03), 2d, 1d, 2, 1d, d)`,
          ['2026-01-02T00:00:00Z', 'x', 1],
        ],
      ],
    ));

  describe('series', () =>
    answers(
      () => open.engine,
      [
        [
          'print y = dynamic([1,5,2,7,1,5,2,7,1,5,2,7,1,5,2,7]) | extend series_decompose(y, 4, "none") | project series_decompose_y_seasonal[1], series_decompose_y_residual[3]',
          [5, 0],
        ],
        [
          'print y = dynamic([1,5,2,7,1,5,2,7,1,5,2,7,1,5,2,7,1,5,2,30]) | extend (f, s, b) = series_decompose_anomalies(y, 1.5, 4) | project f[19], f[0], b[3]',
          [1, 0, 8.15],
        ],
        [
          'print s = series_outliers(dynamic([1,2,3,4,5,6,7,8,9,100]), "tukey") | project s[9], s[0]',
          [20.5, -0.5],
        ],
        [
          'print series_fit_2lines_dynamic(dynamic([1,2,3,4,8,6,4,2])) | project print_0.split_idx, print_0.left.slope, print_0.right.slope',
          [4, 1, -2],
        ],
        [
          'print y = dynamic([1,4,9,16,25]), x = dynamic([1,2,3,4,5]) | extend (r, c) = series_fit_poly(y, x, int(2)) | project round(r, 9), round(toreal(c[0]), 9)',
          [1, 1],
        ],
        [
          'print series_seasonal(dynamic([1,2,3]), 9223372036854775807, -9223372036854775807), array_rotate_left(dynamic([1,2]), 9223372036854775807)',
          [
            [1, 2, 3],
            [2, 1],
          ],
        ],
        [
          'print y = dynamic([4,0,0,0,2,0,0,0,4,0,0,0,2,0,0,0,4,0,0,0,2,0,0,0]) | project (p, s) = series_periods_detect(y, 0.0, 9.0, 3)',
          [
            [8, 4, 0],
            [1, 0.8, 0],
          ],
        ],
        [
          'print y = dynamic([1,5,2,7,1,5,2,7,1,5,2,7]) | extend series_periods_validate(y, 4.0, 3.0, 8.0, 6.0, 5.0) | project series_periods_validate_y_periods, series_periods_validate_y_scores',
          [
            [4, 3, 8, 6, 5],
            [1, 0, 0, 0, 0],
          ],
        ],
        [
          'print (p, s) = series_periods_detect(dynamic([3,3,3,3,3,3,3,3]), 0, 9, 2), (q, t) = series_periods_validate(dynamic([1,"a"]), 4)',
          [[0, 0], [0, 0], null, null],
        ],
        ['print y = dynamic([1,1,1,1]) | extend (re, im) = series_fft(y) | project re[0], im[0]', [4, 0]],
      ],
    ));

  describe('names, angles and compression', () =>
    answers(
      () => open.engine,
      [
        [
          'print x = 1, y = "" | project pack_all(), pack_all(true), bag_pack_columns(x)',
          [{ x: 1, y: '' }, { x: 1 }, { x: 1 }],
        ],
        [
          'print around(10, 12, 2), around(9, 12, 2), round(convert_angle(180, "Degree", "Radian"), 6), round(erf(0.5), 9), erfc(0.0)',
          [true, false, 3.141593, 0.520499878, 1],
        ],
        [
          'print gzip_decompress_from_base64_string(gzip_compress_to_base64_string("añ")), zlib_decompress_from_base64_string("nonsense"), arraylength(parsejson("[1,2]"))',
          ['añ', '', 2],
        ],
      ],
    ));
});
