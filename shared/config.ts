import { LineCounter, parseDocument, visit } from 'yaml';
import * as z from 'zod';
import { parseTime } from './cloudtrail/time.ts';
import { SEVERITIES } from './detections/severity.ts';
import { GatetrailError, messageOf } from './errors.ts';
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

/** `gatetrail.yml`. Unknown keys are errors: a typing mistake must not quietly turn something off. */
const ConfigSchema = z.strictObject({
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

/** Reads the text of a gatetrail.yml. Throws `config` naming file, line, key and what was expected. */
export function parseConfig(text: string, file: string): Config {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const broken = document.errors[0];
  if (broken !== undefined)
    throw new GatetrailError('config', `${file}:${broken.linePos?.[0].line ?? 1}: ${broken.message.split('\n')[0]}`);
  const result = ConfigSchema.safeParse(plainValue(document, file, lines) ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = (issue?.path ?? []).map((part) => (typeof part === 'symbol' ? String(part) : part));
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
  const line = lineOf(document, [...path, ...extra], lines);
  throw new GatetrailError('config', `${file}:${line}: ${[...path, ...extra].join('.') || 'file'}: ${issue?.message}`);
}

function plainValue(document: ReturnType<typeof parseDocument>, file: string, lines: LineCounter): unknown {
  // YAML takes `*-role` for a reference to something named before; in a pattern it is a missing quote.
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return;
      const line = lines.linePos(alias.range?.[0] ?? 0).line;
      throw new GatetrailError('config', `${file}:${line}: *${alias.source}: expected quotes around a text with *`);
    },
  });
  try {
    return document.toJS();
  } catch (error) {
    throw new GatetrailError('config', `${file}: ${messageOf(error)}`, error);
  }
}

/** `file:line` of a key, for messages about a value that only others can judge. */
export function placeOf(text: string, file: string, path: readonly string[]): string {
  const lines = new LineCounter();
  return `${file}:${lineOf(parseDocument(text, { lineCounter: lines }), path, lines)}`;
}

/** The line of the deepest key on the path that the file holds. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly (string | number)[],
  lines: LineCounter,
): number {
  for (let length = path.length; length > 0; length -= 1) {
    const node = document.getIn(path.slice(0, length), true);
    const range =
      typeof node === 'object' && node !== null && 'range' in node
        ? (node as { range?: [number, number, number] | null }).range
        : undefined;
    if (range) return lines.linePos(range[0]).line;
  }
  return 1;
}
