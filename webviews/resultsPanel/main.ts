import { isRecord } from '../../src/base/guards.ts';
import {
  type FromResults,
  parseAnswer,
  parseFailure,
  parseToResults,
  type ToResults,
} from '../../src/protocol/results.ts';
import { AnswerView } from '../results/answer.ts';
import { element } from '../results/dom.ts';
import { renderFailure } from '../results/failure.ts';
import { Host } from '../shared/host.ts';
import '../results/styles.css';
import './panel.css';

type Content = { readonly content: HTMLElement; readonly view?: AnswerView };

const host = new Host<ToResults | Content, FromResults | 'ready'>(parse);
const app = document.getElementById('app') ?? document.body;
let view: AnswerView | undefined;

host.listen(
  (message) => {
    if (!('content' in message)) {
      view?.receive(message);
      return;
    }
    view?.dispose();
    view = message.view;
    app.replaceChildren(message.content);
  },
  () => undefined,
);
host.send('ready');

function parse(value: unknown): ToResults | Content | undefined {
  if (!isRecord(value)) return undefined;
  if (value['type'] === 'running') return { content: element('div', 'azr-none', 'Running the query…') };
  const failure = value['type'] === 'failure' ? parseFailure(value['failure']) : undefined;
  if (failure) return { content: renderFailure(failure) };
  const answer = value['type'] === 'answer' ? parseAnswer(value['answer']) : undefined;
  if (!answer) return parseToResults(value);
  const made = new AnswerView(answer, (message) => host.send(message), true);
  return { content: made.root, view: made };
}
