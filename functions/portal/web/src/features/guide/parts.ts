/** The parts of each guide, in the order in which one needs them. */
export const PARTS = {
  customer: ['submit', 'follow', 'answer', 'result', 'share', 'told', 'safe'],
  agent: ['accept', 'write', 'finish', 'urgent', 'find'],
  administrator: ['accounts', 'queues', 'people', 'face', 'checks'],
} as const;
