/** API Gateway access logs and WAF logs are taken in as CloudTrail's are: content tells what a file is. The queue is another, so that a flood of requests can't hold up the trail. */
export { handler } from '../ingest/handler.ts';
