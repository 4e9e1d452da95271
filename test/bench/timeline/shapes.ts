/** How the events of a run lie in time and on lanes. */
export const SHAPES = ['bursts', 'second', 'yearly', 'unsorted', 'lanes400'] as const;
export type Shape = (typeof SHAPES)[number];
