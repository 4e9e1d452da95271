import type { SamplePlan } from '../plan.ts';
import type { SampleEvent } from '../table.ts';
import type { ExportFiles } from './exportFiles.ts';

export interface ShapeWriter {
  accept(event: SampleEvent): void;
  /** Writes what was held back; the files themselves are closed by their owner. */
  finish(): void;
}

/** A form in which logs leave the cloud, and how to write it. */
export interface Shape {
  readonly id: string;
  readonly title: string;
  readonly carries: (table: string) => boolean;
  readonly open: (files: ExportFiles, plan: SamplePlan) => ShapeWriter;
}
