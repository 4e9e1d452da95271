import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readIndicators } from '../../../src/hunting/indicators.ts';

const said = (text: string): readonly string[] =>
  readIndicators(text).indicators.map(({ kind, value }) => `${kind} ${value}`);

describe('a list of indicators', () => {
  it('is read from pasted text, brackets and all', () => {
    assert.deepEqual(
      said('203.0.113[.]7, hxxps://evil[.]example/a?b=1\nEvil(.)example; ada[@]contoso.example'),
      [
        'ip 203.0.113.7',
        'url https://evil.example/a?b=1',
        'domain evil.example',
        'account ada@contoso.example',
      ],
    );
    assert.deepEqual(said('203.0.113.7:443 evil.example:8443'), ['ip 203.0.113.7', 'domain evil.example']);
    assert.deepEqual(said('2001:DB8::7 d41d8cd98f00b204e9800998ecf8427e'), [
      'ip 2001:db8::7',
      'hash d41d8cd98f00b204e9800998ecf8427e',
    ]);
  });

  it('is read from CSV with a header and remarks, each once', () => {
    const { indicators, rejected } = readIndicators(
      'type,indicator,remark\nip,203.0.113.7,"seen in report.pdf"\nip,203.0.113.7,again\napp,9B895D92-2CD3-44C7-9D02-A6AC2D5EA5C3,x\nnet,10.0.0.0/8,range\n',
    );
    assert.deepEqual(
      indicators.map(({ value }) => value),
      ['203.0.113.7', '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3'],
    );
    assert.deepEqual(
      rejected.map(({ reason }) => reason),
      ['no address, domain, link, hash, account or id', 'a range of addresses; name single addresses'],
    );
  });

  it('is read from a STIX 2.1 bundle: equalities and sets, not what is revoked or cannot be looked up', () => {
    const { indicators, rejected } = readIndicators(
      JSON.stringify({
        type: 'bundle',
        objects: [
          {
            type: 'indicator',
            pattern_type: 'stix',
            pattern: "[ipv4-addr:value = '203.0.113.7' OR domain-name:value IN ('a.example', 'b.example')]",
          },
          {
            type: 'indicator',
            pattern: `[file:hashes.'SHA-256' = '${'a'.repeat(64)}'] FOLLOWEDBY [url:value = 'https://c.example/x']`,
          },
          { type: 'indicator', pattern: "[ipv4-addr:value ISSUBSET '10.0.0.0/8']" },
          { type: 'indicator', revoked: true, pattern: "[domain-name:value = 'd.example']" },
          { type: 'indicator', pattern_type: 'yara', pattern: 'rule x {}' },
          { type: 'user-account', user_id: 'ada@contoso.example' },
          { type: 'ipv6-addr', value: '2001:db8::1' },
          { type: 'file', hashes: { MD5: 'd41d8cd98f00b204e9800998ecf8427e' } },
          { type: 'malware', name: 'x' },
        ],
      }),
    );
    assert.deepEqual(
      indicators.map(({ value }) => value),
      [
        '203.0.113.7',
        'a.example',
        'b.example',
        'a'.repeat(64),
        'https://c.example/x',
        'ada@contoso.example',
        '2001:db8::1',
        'd41d8cd98f00b204e9800998ecf8427e',
      ],
    );
    assert.equal(rejected.length, 3);
  });

  it('never fails, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        readIndicators(text);
      }),
    );
  });
});
