import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { suites } from '../../scripts/test/suites.ts';

const tracked = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
  encoding: 'utf8',
})
  .split('\0')
  .filter((file) => file !== '' && existsSync(file) && statSync(file).isFile());
const isText = (file: string): boolean => !/\.(png|ttf|parquet|gz|zip)$/.test(file);
const read = (file: string): string => readFileSync(file, 'utf8');

/** Files in which `pattern` is found, as `file: match`. */
function filesWith(pattern: RegExp, among: readonly string[]): string[] {
  return among.flatMap((file) => {
    const match = pattern.exec(read(file));
    return match === null ? [] : [`${file}: ${match[0]}`];
  });
}

describe('the repository', () => {
  const texts = tracked.filter(isText);
  const code = texts.filter((file) => /^(src|webviews|test|scripts)\/.*\.ts$/.test(file));

  it('has files to look at', () => {
    assert.ok(texts.length > 20);
    assert.ok(code.length > 20);
  });

  it('names no path of a machine that it was written on', () => {
    const places = ['work/', 'root/', 'home/[a-z]', 'Users/[a-z]'].map((place) => `/${place}`);
    const homes = [...places, String.raw`[A-Z]:\\+Users`];
    const pattern = new RegExp(`(?<![\\w.*~}\\])-])(${homes.join('|')})[\\w./-]*`);
    const isData = (file: string): boolean => /(^|\/)(data|samples|schemas)\//.test(file);
    assert.deepEqual(
      filesWith(
        pattern,
        texts.filter((file) => !isData(file)),
      ),
      [],
    );
  });

  it('has a lock file without any registry’s address', () => {
    const lock = read('package-lock.json');
    assert.doesNotMatch(lock, /"resolved"/);
    assert.doesNotMatch(lock, /https?:\/\/[^"]*registry/);
  });

  it('has a lock file that `npm ci` accepts: the optional packages of every platform are in it', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as {
      packages: Record<string, { optionalDependencies?: Record<string, string> }>;
    };
    const optional = Object.values(packages).flatMap((one) => Object.keys(one.optionalDependencies ?? {}));
    assert.ok(optional.length > 20);
    const missing = optional.filter((name) => packages[`node_modules/${name}`] === undefined);
    assert.deepEqual(missing, [], 'run node scripts/completeLock.ts');
  });

  it('pins every dependency exactly', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;
    const versions = Object.entries({ ...manifest['dependencies'], ...manifest['devDependencies'] });
    assert.ok(versions.length > 10);
    const exact = /^(npm:@?[\w./-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
    assert.deepEqual(
      versions.filter(([, version]) => !exact.test(version)),
      [],
    );
  });

  it('runs each test file in exactly one suite', () => {
    const inSuites = suites.flatMap(({ pattern }) => globSync(pattern)).sort();
    assert.deepEqual(inSuites, globSync('test/**/*.test.ts').sort());
  });

  it('keeps each source file small enough to be one idea', () => {
    const long = code
      .map((file) => [file, read(file).split('\n').length] as const)
      .filter(([, n]) => n > 450);
    assert.deepEqual(long, []);
  });

  it('leaves nothing unfinished or switched off', () => {
    const words = ['TO[D]O', 'FIX[M]E'];
    const switches = ['ts-ignore', 'ts-nocheck'].map((name) => `@${name}`);
    const pattern = new RegExp(`\\b(${words.join('|')})\\b|${switches.join('|')}|(describe|it)[.]only\\(`);
    assert.deepEqual(filesWith(pattern, code), []);
  });

  it('gives a reason wherever a lint rule is switched off', () => {
    const bare = /eslint-[d]isable(?!.*-- \S).*/;
    assert.deepEqual(filesWith(bare, code), []);
  });
});
