import * as vscode from 'vscode';
import { counted } from '../../base/counts.ts';
import { prettyJson } from '../../base/prettyJson.ts';
import type { RuleCalls } from '../../ruleServer/api.ts';
import type { RuleServer } from '../../ruleServer/client.ts';
import { abortSignalOf } from '../cancellation.ts';
import { NOT_RULES, TEST_FILES } from './ruleDocuments.ts';

type Tested = RuleCalls['runTests']['result'];
const MAX_SHOWN_ROWS = 20;

/** Tests of rules in the Test Explorer: files with their tests, run once or on every change, and stepped through. */
export class RuleTestExplorer implements vscode.Disposable {
  readonly #rules: RuleServer;
  readonly #report: (error: unknown) => void;
  readonly #controller = vscode.tests.createTestController('azimuth.rules', 'Detection rules');
  readonly #subscriptions: vscode.Disposable;
  readonly #continuous = new Set<vscode.TestRunRequest>();

  constructor(rules: RuleServer, report: (error: unknown) => void) {
    this.#rules = rules;
    this.#report = report;
    const { Run, Debug } = vscode.TestRunProfileKind;
    this.#controller.resolveHandler = (item) => (item ? this.#list(item) : this.#discover());
    this.#controller.refreshHandler = () => this.#discover();
    const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> =>
      this.#run(request, token, 'run');
    this.#controller.createRunProfile('Run', Run, run, true, undefined, true);
    this.#controller.createRunProfile(
      'Show Steps of the Query',
      Debug,
      (request, token) => this.#run(request, token, 'steps'),
      true,
    );
    this.#controller.createRunProfile('Check Mutants', Run, (request, token) =>
      this.#run(request, token, 'mutate'),
    );
    const watcher = vscode.workspace.createFileSystemWatcher('**/*.{yaml,yml}');
    this.#subscriptions = vscode.Disposable.from(
      this.#controller,
      watcher,
      watcher.onDidCreate((uri) => this.#changed(uri)),
      watcher.onDidChange((uri) => this.#changed(uri)),
      watcher.onDidDelete((uri) => this.#controller.items.delete(uri.toString())),
    );
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  async #discover(): Promise<void> {
    if (!vscode.workspace.isTrusted) return;
    const files = await vscode.workspace.findFiles(TEST_FILES, NOT_RULES, 2000);
    this.#controller.items.replace(files.map((uri) => this.#itemOf(uri)));
  }

  #itemOf(uri: vscode.Uri): vscode.TestItem {
    const path = vscode.workspace.asRelativePath(uri).replace(/\.test\.ya?ml$/i, '');
    const [, folder = '', name = path] = /^(.*)\/([^/]*)$/.exec(path) ?? [];
    const item =
      this.#controller.items.get(uri.toString()) ??
      this.#controller.createTestItem(uri.toString(), name, uri);
    item.description = folder;
    item.canResolveChildren = true;
    return item;
  }

  async #list(item: vscode.TestItem): Promise<void> {
    if (!item.uri) return;
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(item.uri));
    const tests = await this.#rules.call('listTests', [text]);
    item.children.replace(
      tests.map(({ name, line }) => {
        const child = this.#controller.createTestItem(`${item.id}#${name}`, name, item.uri);
        child.range = new vscode.Range(line, 0, line, 0);
        return child;
      }),
    );
  }

  #changed(uri: vscode.Uri): void {
    if (!vscode.workspace.isTrusted) return;
    const isTest = /\.test\.ya?ml$/i.test(uri.path);
    const testUri = isTest ? uri : uri.with({ path: uri.path.replace(/(\.ya?ml)$/i, '.test$1') });
    const known = this.#controller.items.get(testUri.toString());
    if (!known && !isTest) return;
    const item = known ?? this.#itemOf(testUri);
    this.#controller.items.add(item);
    this.#rules
      .call('forget', [])
      .then(() => this.#list(item))
      .then(async () => {
        for (const request of this.#continuous)
          if (!request.include || request.include.some((each) => each.uri?.toString() === testUri.toString()))
            await this.#runItems(request, [item], 'run', new AbortController().signal);
      })
      .catch(this.#report);
  }

  async #run(
    request: vscode.TestRunRequest,
    token: vscode.CancellationToken,
    how: 'run' | 'steps' | 'mutate',
  ): Promise<void> {
    if (request.continuous) {
      this.#continuous.add(request);
      token.onCancellationRequested(() => this.#continuous.delete(request));
      return;
    }
    if (this.#controller.items.size === 0) await this.#discover();
    const chosen = request.include ?? [...this.#controller.items].map(([, item]) => item);
    await this.#runItems(request, chosen, how, abortSignalOf(token));
  }

  async #runItems(
    request: vscode.TestRunRequest,
    chosen: readonly vscode.TestItem[],
    how: 'run' | 'steps' | 'mutate',
    signal: AbortSignal,
  ): Promise<void> {
    const run = this.#controller.createTestRun(request);
    try {
      await this.#rules.call('forget', []);
      for (const [file, only] of byFile(chosen)) {
        if (signal.aborted) break;
        if (file.children.size === 0) await this.#list(file);
        await this.#runFile(run, file, only, how, signal);
      }
    } finally {
      run.end();
    }
  }

  async #runFile(
    run: vscode.TestRun,
    file: vscode.TestItem,
    only: readonly vscode.TestItem[] | undefined,
    how: 'run' | 'steps' | 'mutate',
    signal: AbortSignal,
  ): Promise<void> {
    const items = only ?? [...file.children].map(([, item]) => item);
    const path = file.uri?.fsPath ?? '';
    for (const item of items) run.started(item);
    const options = {
      mutate: how === 'mutate',
      ...(only && how !== 'mutate' && { only: only.map(({ label }) => label) }),
    };
    let tested: Tested;
    try {
      tested = await this.#rules.call('runTests', [path, options], { signal });
    } catch (error) {
      for (const item of items)
        run.errored(item, new vscode.TestMessage(error instanceof Error ? error.message : String(error)));
      return;
    }
    for (const { message, path: place, line } of tested.faults)
      run.errored(file, located(new vscode.TestMessage(message), vscode.Uri.file(place), line));
    for (const item of items) {
      const outcome = tested.tests.find(({ name }) => name === item.label);
      if (!outcome) run.skipped(item);
      else if (outcome.outcome === 'passed') run.passed(item, outcome.elapsedMs);
      else if (outcome.outcome === 'broken')
        run.errored(
          item,
          at(new vscode.TestMessage(outcome.reason ?? ''), item, outcome.line),
          outcome.elapsedMs,
        );
      else
        run.failed(
          item,
          outcome.mismatches.map((mismatch) => at(differenceOf(mismatch), item, outcome.line)),
          outcome.elapsedMs,
        );
      if (how === 'steps') await this.#steps(run, path, item, signal);
    }
    if (how === 'mutate') mutants(run, file, tested);
  }

  async #steps(run: vscode.TestRun, path: string, item: vscode.TestItem, signal: AbortSignal): Promise<void> {
    const steps = await this.#rules.call('steps', [path, item.label], { signal });
    for (const { title, columns, rows, problem } of steps) {
      const shown = rows
        .slice(0, MAX_SHOWN_ROWS)
        .map((row) => columns.flatMap((name, index) => filled(name, row[index])).join('  '));
      const more = rows.length > MAX_SHOWN_ROWS ? [`… ${rows.length - MAX_SHOWN_ROWS} more`] : [];
      const lines = [
        `▸ ${title}`,
        ...(problem === undefined
          ? [`  ${counted(rows.length, 'row')}`, ...[...shown, ...more].map((line) => `    ${line}`)]
          : [`  ${problem}`]),
      ];
      run.appendOutput(`${lines.map(plain).join('\r\n')}\r\n`, undefined, item);
    }
  }
}

/** What no test notices, at its line of the rule: the editor shows one message a line. */
function mutants(run: vscode.TestRun, file: vscode.TestItem, { mutation, rulePath }: Tested): void {
  if (!mutation) {
    run.appendOutput(`${file.label}: mutants are checked once its tests pass\r\n`, undefined, file);
    return;
  }
  const { killed, alive, excused } = mutation;
  const score = killed + alive === 0 ? '' : `, ${Math.floor((100 * killed) / (killed + alive))} %`;
  run.appendOutput(
    `${file.label}: ${counted(killed, 'mutant')} killed, ${alive} not noticed, ${excused} excused${score}\r\n`,
    undefined,
    file,
  );
  const lines = new Map<number, string[]>();
  for (const [index, { fate, id }] of mutation.mutants.entries()) {
    const line = mutation.lines[index] ?? 1;
    if (fate === 'alive') lines.set(line, [...(lines.get(line) ?? []), id]);
  }
  const messages = [...lines].map(([line, ids]) =>
    located(
      new vscode.TestMessage(plain(`No test notices ${ids.join('; ')}`)),
      vscode.Uri.file(rulePath),
      line,
    ),
  );
  if (messages.length > 0) run.failed(file, messages);
}

/** Each file with the tests of it that were chosen; undefined: all. */
function byFile(chosen: readonly vscode.TestItem[]): Map<vscode.TestItem, vscode.TestItem[] | undefined> {
  const files = new Map<vscode.TestItem, vscode.TestItem[] | undefined>();
  for (const item of chosen) {
    if (!item.parent) files.set(item, undefined);
    else if (!files.has(item.parent)) files.set(item.parent, [item]);
    else files.get(item.parent)?.push(item);
  }
  return files;
}

/** Tables have many columns, of which an event in a test fills a few. */
function filled(name: string, value: string | undefined): readonly string[] {
  return value === undefined || value === '' || value === 'null' ? [] : [`${name}=${value}`];
}

function differenceOf({
  what,
  expected,
  actual,
}: Tested['tests'][number]['mismatches'][number]): vscode.TestMessage {
  return vscode.TestMessage.diff(`${what} differ`, prettyJson(expected), prettyJson(actual));
}

function at(message: vscode.TestMessage, item: vscode.TestItem, line: number): vscode.TestMessage {
  return item.uri ? located(message, item.uri, line) : message;
}

/** @param line from 1 */
function located(message: vscode.TestMessage, uri: vscode.Uri, line: number): vscode.TestMessage {
  message.location = new vscode.Location(uri, new vscode.Position(Math.max(0, line - 1), 0));
  return message;
}

/** Values of events cannot move the cursor of the terminal that shows the output. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '\uFFFD');
}
