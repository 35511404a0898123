// The Serverless Framework opens files by their ending, and knows no .ts.
export { checked, subscriptions } from './parameters.ts';
