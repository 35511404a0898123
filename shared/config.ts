import * as z from 'zod';
import { parseTime } from './cloudtrail/time.ts';
import { SEVERITIES } from './detections/severity.ts';
import type { ListName } from './lists.ts';
import { cidrContains } from './policy/cidr.ts';

const AccountId = z.string().regex(/^\d{12}$/, 'expected an account id of twelve digits, in quotes');
const Pattern = z.string().min(1);

const Suppression = z
  .strictObject({
    detection: Pattern.optional(),
    principal: Pattern.optional(),
    account: Pattern.optional(),
    resource: Pattern.optional(),
    ip: Pattern.optional(),
    reason: z.string().min(3, 'say why: expected a reason of at least 3 characters'),
    owner: z.string().min(1),
    expires: z
      .string()
      .refine(
        (date) => /^\d{4}-\d\d-\d\d$/.test(date) && parseTime(`${date}T00:00:00Z`) !== undefined,
        'expected a date such as 2027-03-31',
      ),
  })
  .refine(
    (s) => (s.detection ?? s.principal ?? s.account ?? s.resource ?? s.ip) !== undefined,
    'expected at least one of detection, principal, account, resource, ip',
  );

const Network = z
  .string()
  .refine((text) => cidrContains(text, text), 'expected a network in CIDR notation such as 198.51.100.0/24');

/** A member for each of LISTS (shared/lists.ts). */
const Lists = z.strictObject({
  deployRoles: z.array(Pattern).default([]),
  logBuckets: z.array(Pattern).default([]),
  pipeline: z.array(Pattern).default(['*gatetrail*']),
  networks: z.array(Network).default([]),
  issuers: z.array(Pattern).default([]),
  hosts: z.array(Pattern).default([]),
} satisfies Record<ListName, z.ZodType>);

/** `gatetrail.yml`, as values: config-text.ts reads the text. Unknown keys are errors: a typing mistake must not quietly turn something off. */
export const ConfigSchema = z.strictObject({
  accounts: z
    .strictObject({ own: z.array(AccountId).default([]), trusted: z.array(AccountId).default([]) })
    .prefault({}),
  alerts: z
    .strictObject({ minSeverity: z.enum(SEVERITIES).default('medium'), budget: z.number().positive().optional() })
    .prefault({}),
  detections: z
    .strictObject({
      severity: z.record(z.string(), z.enum(SEVERITIES)).default({}),
      off: z.record(z.string(), z.string().min(3, 'say why it is off')).default({}),
    })
    .prefault({}),
  lists: Lists.prefault({}),
  places: z.strictObject({ asn: z.string().optional(), country: z.string().optional() }).prefault({}),
  suppressions: z.array(Suppression).default([]),
  limits: z
    .strictObject({
      gunzipMiB: z.number().int().min(1).max(4096).default(256),
      gunzipRatio: z.number().int().min(10).default(1000),
    })
    .prefault({}),
});

export type Config = z.infer<typeof ConfigSchema>;
export type Suppression = Config['suppressions'][number];

export const DEFAULT_CONFIG: Config = ConfigSchema.parse({});
