import * as z from 'zod';
import { SEVERITIES } from '../detections/severity.ts';

const Text = z.string().min(1);
const Severity = z.enum(SEVERITIES);
const Reason = z.object({
  text: z.string(),
  bits: z.number().optional(),
  usual: z.string().optional(),
  since: z.string().optional(),
});

/** A line of `alerts.ndjson` or `digest.ndjson`. What a later version adds is kept. */
export const AlertLine = z.looseObject({
  id: Text,
  time: Text,
  account: z.string(),
  principal: Text,
  severity: Severity,
  score: z.number(),
  channel: Text,
  title: z.string(),
  summary: z.string(),
  reasons: z.array(Reason),
  findingIds: z.array(Text),
  eventIds: z.array(z.string()),
  attack: z.array(z.string()),
  nextSteps: z.array(z.string()),
});
export type AlertLine = z.infer<typeof AlertLine>;

/** A line of `findings.ndjson`. */
export const FindingLine = z.looseObject({
  id: Text,
  detection: Text,
  severity: Severity,
  time: Text,
  account: z.string(),
  region: z.string(),
  principal: Text,
  resource: z.string(),
  eventIds: z.array(z.string()),
  title: z.string(),
  summary: z.string(),
  attack: z.array(z.string()),
  reasons: z.array(Reason),
  suppressed: z.object({ reason: z.string(), owner: z.string(), expires: z.string() }).optional(),
});
export type FindingLine = z.infer<typeof FindingLine>;
export type ReasonLine = z.infer<typeof Reason>;

/** What `run.json` says about where the records are, and the state. Flags are kept as they were typed. */
export const RunLine = z.object({
  inputs: z.array(z.string()).optional(),
  options: z.object({ store: z.string().optional() }).optional(),
});
export type RunLine = z.infer<typeof RunLine>;
