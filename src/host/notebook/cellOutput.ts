import * as vscode from 'vscode';
import { isRecord, isString } from '../../base/guards.ts';
import type { Completeness } from '../../domain/answer.ts';
import {
  ANSWER_MIME,
  type AnswerPayload,
  FAILURE_MIME,
  type FailurePayload,
} from '../../protocol/results.ts';

/** What of a shown answer is looked at often, so that nobody parses the whole output for it. */
export interface ShownAnswer {
  readonly id: string;
  readonly origin: string | null;
  readonly completeness: Completeness['state'];
  /** Why it is not complete; '' where it is. */
  readonly reason: string;
}

export function answerOutput(payload: AnswerPayload): vscode.NotebookCellOutput {
  const { id, origin, completeness } = payload.head;
  const shown: ShownAnswer = {
    id,
    origin,
    completeness: completeness.state,
    reason: completeness.state === 'complete' ? '' : completeness.reason,
  };
  return new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.json(payload, ANSWER_MIME)], { shown });
}

export function failureOutput(failure: FailurePayload): vscode.NotebookCellOutput {
  return new vscode.NotebookCellOutput([vscode.NotebookCellOutputItem.json(failure, FAILURE_MIME)]);
}

/** The answer that a cell shows; undefined where it shows none. */
export function shownAnswer(cell: vscode.NotebookCell): ShownAnswer | undefined {
  const shown: unknown = cell.outputs[0]?.metadata?.['shown'];
  return isShown(shown) ? shown : undefined;
}

function isShown(value: unknown): value is ShownAnswer {
  return (
    isRecord(value) &&
    isString(value['id']) &&
    (value['origin'] === null || isString(value['origin'])) &&
    isString(value['completeness']) &&
    isString(value['reason'])
  );
}
