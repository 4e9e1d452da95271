import { ANSWER_MIME, parseAnswer, parseFailure, parseToResults } from '../../src/protocol/results.ts';
import { AnswerView } from './answer.ts';
import { element } from './dom.ts';
import { renderFailure } from './failure.ts';
import type { OutputItem, Renderer, RendererContext } from './rendererApi.ts';
import './styles.css';

/** Entry of the notebook renderer for answers and failures of KQL cells. */
export function activate(context: RendererContext): Renderer {
  // The style sheet of the bundle lies beside it.
  const sheet = element('link', '', '', {
    rel: 'stylesheet',
    href: new URL('./results.css', import.meta.url).href,
  });
  document.head.append(sheet);
  const views = new Map<string, AnswerView>();
  context.onDidReceiveMessage?.((message) => {
    const parsed = parseToResults(message);
    if (parsed) for (const view of views.values()) view.receive(parsed);
  });

  return {
    renderOutputItem(item, target) {
      views.get(item.id)?.dispose();
      views.delete(item.id);
      target.replaceChildren(render(item));
    },
    disposeOutputItem(id) {
      for (const [key, view] of id === undefined ? views : new Map([...views].filter(([k]) => k === id))) {
        view.dispose();
        views.delete(key);
      }
    },
  };

  function render(item: OutputItem): HTMLElement {
    const content = item.json();
    if (item.mime === ANSWER_MIME) {
      const answer = parseAnswer(content);
      if (!answer) return element('div', 'azr-none', 'This output is not an answer that Azimuth can show.');
      const view = new AnswerView(answer, (message) => context.postMessage?.(message), false);
      views.set(item.id, view);
      return view.root;
    }
    const failure = parseFailure(content);
    return failure
      ? renderFailure(failure)
      : element('div', 'azr-none', 'This output is not one that Azimuth can show.');
  }
}
