import { answers, openCase, type OpenCase } from './support.ts';

describe('KQL functions', () => {
  let open: OpenCase;
  before(async () => (open = await openCase()));
  after(() => open.close());

  describe('text', () =>
    answers(
      () => open.engine,
      [
        [
          'print "North America" has "america", "NorthAmerica" has "america", "a.b-c" has "b-c"',
          [true, false, true],
        ],
        [
          'print "abc def" hasprefix "de", "abc def" hassuffix "bc", "xabc" has_cs "xABC"',
          [true, true, false],
        ],
        [
          'range i from 0 to 0 step 1 | extend n = strrep(strcat("a", i), 100000) | project "a0" has n, strcat(n, "-") hasprefix "a0"',
          [false, true],
        ],
        ['print "it\'s" contains "T\'S", "abc" startswith "AB", "abc" endswith_cs "BC"', [true, true, false]],
        [
          'print "a b" has_any ("x", "B"), "a b" has_all ("a", "x"), "ab" matches regex "^a.$"',
          [true, false, true],
        ],
        [
          'print strcat("a", long(null), 1), substring("abcdef", 1, 2), split("a,b", ",")',
          ['a1', 'bc', ['a', 'b']],
        ],
        [
          'print extract("(x)(.)", 2, "axb"), extract("nope", 0, "abc"), extract_all("(\\\\d)", "1a2")',
          ['b', '', ['1', '2']],
        ],
        [
          'print replace_regex("a1b2", "\\\\d", "<\\\\0>"), trim("-+", "--a-"), indexof("abcabc", "c", 3)',
          ['a<1>b<2>', 'a', 5],
        ],
        [
          'print tolower("ÀB"), strlen("żó"), string_size("żó"), reverse("ab"), countof("aaa", "aa")',
          ['àb', 2, 4, 'ba', 2],
        ],
      ],
    ));

  describe('null and number', () =>
    answers(
      () => open.engine,
      [
        [
          'print bin(decimal(-5.5), 2), bin(decimal(5.55), decimal(0.1)), bin_at(decimal(5.5), decimal(2.5), decimal(1)), ceiling(decimal(-5.5)), ceiling(decimal(5.5)), floor(decimal(12345678901234567890.5), 1)',
          ['-6', '5.5', '3.5', '-5', '6', '12345678901234567890'],
        ],
        ['print 5 / 2, -5 / 2, 5 % 3, -5 % 3, 5.0 / 2, 1 / 0', [2, -2, 2, 1, 2.5, null]],
        [
          'print int(null) == 1, int(null) != 1, isnull(int(null) == int(null)), isnull(int(null) < 1)',
          [false, true, true, true],
        ],
        [
          'print 1.0 / 0, 0.0 / 0, tolong("x"), toint(3000000000), todouble("1e3")',
          ['Infinity', 'NaN', null, null, 1000],
        ],
        [
          'range i from 0 to 0 step 1 | extend d = dynamic(["NaN"]) | project todouble(d[i]) > 1, todouble(d[i]) < 1, todouble(d[i]) >= 1, 1 < todouble(d[i]), 1 >= todouble(d[i]), exp(i) > 0.5, exp(i) <= 1.0, 1.5 > exp(i), 2 < exp(i)',
          [false, false, false, false, false, true, true, true, false],
        ],
        [
          'print tostring(1.0), tostring(long(null)), tostring(true), tostring(1h), tolong("0x10")',
          ['1.0', '', 'true', '01:00:00', 16],
        ],
        [
          'print bin(-7, 5), bin(7.5, 2), floor(7, 5), round(2.555, 1), abs(-3), 9223372036854775807',
          [-10, 6, 5, 2.6, 3, '9223372036854775807'],
        ],
        [
          'print decimal(100000000) * decimal(100000000), decimal(-7) / 2, decimal(1) / 3, decimal(1) / 0, decimal(1e8) / decimal(0.001)',
          ['10000000000000000', '-3.5', '0.333333333333', null, '100000000000'],
        ],
        [
          'print coalesce("", "a"), coalesce(long(null), 2), iff(bool(null), 1, 2), case(false, "a", true, "b", "c")',
          ['a', 2, 2, 'b'],
        ],
        [
          'print isempty(""), isnotempty("x"), isempty(dynamic(null)), max_of(1, 3), min_of(2, 1)',
          [true, true, true, 3, 1],
        ],
      ],
    ));

  describe('time', () =>
    answers(
      () => open.engine,
      [
        [
          'print format_datetime(datetime(2009-01-29 12:00:05.12), "y yy h tt FFFF ffff"), format_timespan(time(29.01:02:03), "ddd.H:mm [ss]")',
          ['9 09 12 PM 12 1200', '029.1:02 [03]'],
        ],
        [
          'print now(), ago(1d), now(-1h)',
          ['2026-03-01T12:00:00Z', '2026-02-28T12:00:00Z', '2026-03-01T11:00:00Z'],
        ],
        [
          'print startofweek(datetime(2026-03-04)), endofmonth(datetime(2026-02-03)), startofday(datetime(2026-03-04 10:00), -1)',
          ['2026-03-01T00:00:00Z', '2026-02-28T23:59:59.9999999Z', '2026-03-03T00:00:00Z'],
        ],
        [
          'print datetime(0001-01-01), datetime(9999-12-31 23:59:59.9999999), startofmonth(datetime(0001-01-20))',
          ['0001-01-01T00:00:00Z', '9999-12-31T23:59:59.9999999Z', '0001-01-01T00:00:00Z'],
        ],
        [
          'print datetime(9999-12-31) + 10d, datetime(0001-01-01) - 1tick, startofyear(datetime(0001-01-20), -1), endofweek(datetime(9999-12-31)), bin_at(datetime(0001-01-03), 700d, datetime(2020-01-01)), datetime_utc_to_local(datetime(9999-12-31 23:00), "Asia/Tokyo")',
          [null, null, null, null, null, null],
        ],
        [
          'print datetime(9999-12-31) + 23h, datetime(0001-01-02) - 1d, endofyear(datetime(9999-02-03)), 1d + datetime(2026-01-01)',
          [
            '9999-12-31T23:00:00Z',
            '0001-01-01T00:00:00Z',
            '9999-12-31T23:59:59.9999999Z',
            '2026-01-02T00:00:00Z',
          ],
        ],
        [
          'print datetime(2026-01-02) - datetime(2026-01-01), 90m, totimespan("00:03:00"), -1.5h',
          ['1.00:00:00', '01:30:00', '00:03:00', '-01:30:00'],
        ],
        [
          'print datetime_diff("day", datetime(2026-01-02 01:00), datetime(2026-01-01 23:00)), datetime_add("month", 1, datetime(2026-01-31))',
          [1, '2026-02-28T00:00:00Z'],
        ],
        [
          'print todatetime("2026-01-01T10:00:00+02:00"), todatetime("Fri, 02 Dec 2022 13:45:56 GMT"), todatetime("")',
          ['2026-01-01T08:00:00Z', '2022-12-02T13:45:56Z', null],
        ],
        [
          'print format_datetime(datetime(2026-01-02 15:04:05.678), "yy-M-dd [hh:mm:ss.fff tt]"), dayofweek(datetime(2026-03-01))',
          ['26-1-02 [03:04:05.678 PM]', '00:00:00'],
        ],
        [
          'print datetime(2026-01-01) between (datetime(2025-12-31) .. 1d), unixtime_seconds_todatetime(1.5)',
          [true, '1970-01-01T00:00:01.5Z'],
        ],
        [
          'print bin(datetime(2026-01-01 10:17), 15m), tostring(datetime(2026-01-01)), getyear(datetime(2026-01-01))',
          ['2026-01-01T10:15:00Z', '2026-01-01T00:00:00.0000000Z', 2026],
        ],
      ],
    ));

  describe('dynamic', () =>
    answers(
      () => open.engine,
      [
        [
          'print d = parse_json(\'{"a":{"b":[1,2.0]},"n":null}\') | project d.a.b[0], d["a"]["b"][-1], isnull(d.n), d.x.y',
          [1, 2, true, null],
        ],
        [
          'print tostring(parse_json(\'{ "a" : 1 }\')), tostring(dynamic("x")), tolong(dynamic("12")), parse_json("nope")',
          ['{"a":1}', 'x', 12, 'nope'],
        ],
        [
          'print parse_json("00"), parse_json("-0"), parse_json("[01]"), parse_json("0.50")',
          ['00', 0, '[01]', 0.5],
        ],
        [
          'print d = dynamic({"a": [1, "[2]"]}), t = \'{"a": 1}\' | project todynamic(d).a, todynamic(d.a), todynamic(t).a, gettype(todynamic(d.a[1]))',
          [[1, '[2]'], [1, '[2]'], 1, 'string'],
        ],
        ['print d = dynamic({"k*": 1, "a\\"b": 2}) | project d["k*"], d["a\\"b"]', [1, 2]],
        [
          'print bag_pack("a", 1, "b", dynamic(null)), pack_array(1, "x", datetime(null)), array_length(dynamic([1, 2]))',
          [{ a: 1, b: null }, [1, 'x', null], 2],
        ],
        [
          'print set_union(dynamic([1]), dynamic([2, 1])), array_concat(dynamic([1]), dynamic([2])), bag_keys(dynamic({"a": 1}))',
          [[1, 2], [1, 2], ['a']],
        ],
        [
          'print dynamic(9007199254740993), tostring(dynamic([1.0, 9007199254740993]))',
          ['9007199254740993', '[1.0,9007199254740993]'],
        ],
        [
          'print treepath(dynamic({"a": [1, {"b": [2]}, {"c": 3}]}))',
          [["['a']", "['a'][0]", "['a'][0]['b']", "['a'][0]['b'][0]", "['a'][0]['c']"]],
        ],
        [
          'print d = dynamic({"n": 5}) | where d.n == 5 and d.n > 4 and d.n in (5) | project tostring(d.n)',
          ['5'],
        ],
      ],
    ));

  describe('addresses, encodings and hashes', () =>
    answers(
      () => open.engine,
      [
        ['print u = parse_url("http://[::1]:80/x") | project u.Host, u.Port, u.Path', ['[::1]', '80', '/x']],
        [
          'print ipv4_is_private("10.1.2.3"), ipv4_is_in_range("10.1.2.3", "10.0.0.0/8"), ipv4_is_private("x"), parse_ipv4("1.2.3.4")',
          [true, true, null, 16909060],
        ],
        [
          'print base64_decode_tostring("YWJj"), base64_encode_tostring("abc"), url_decode("a%20b+c"), tohex(255)',
          ['abc', 'YWJj', 'a b c', 'ff'],
        ],
        [
          'print hash_sha256("a"), hash_md5("a")',
          [
            'ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb',
            '0cc175b9c0f1b6a831c399e269772661',
          ],
        ],
        [
          'print parse_user_agent("Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0", dynamic(["browser", "os"]))',
          [
            {
              Browser: { Family: 'Firefox', MajorVersion: '121', MinorVersion: '0', Patch: '' },
              OperatingSystem: {
                Family: 'Linux',
                MajorVersion: '',
                MinorVersion: '',
                Patch: '',
                PatchMinor: '',
              },
            },
          ],
        ],
        [
          'print parse_user_agent("curl of someone\'s own", "device")',
          [{ Device: { Family: 'Other', Brand: '', Model: '' } }],
        ],
        [
          'print zlib_compress_to_base64_string("abcdefgh"), gzip_compress_to_base64_string("abcdefgh"), gzip_decompress_from_base64_string(gzip_compress_to_base64_string("ababababab"))',
          ['eAEBCAD3/2FiY2RlZmdoDgADJQ==', 'H4sIAAAAAAAA/wEIAPf/YWJjZGVmZ2hQKu+uCAAAAA==', 'ababababab'],
        ],
        ['print n = 1, s = "żó", b = true | project estimate_data_size(*), estimate_data_size(n)', [13, 8]],
        [
          'print parse_url("https://u:p@h:1/a?b=c#d").Host, parse_path(@"C:\\\\t\\\\f.txt").Extension',
          ['h', 'txt'],
        ],
      ],
    ));
});
