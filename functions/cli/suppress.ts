import { tableDocuments } from '../../shared/adapters/aws/table-documents.ts';
import {
  type KeptSuppression,
  readSuppressions,
  SUPPRESSIONS_KEY,
  withoutSuppression,
  withSuppression,
} from '../../shared/alerts/kept-suppressions.ts';
import { shown } from '../../shared/alerts/messages/shown.ts';
import { counted } from '../../shared/alerts/wording.ts';
import { isoTime } from '../../shared/cloudtrail/time.ts';
import { ConfigSchema } from '../../shared/config.ts';
import { GatetrailError, messageOf } from '../../shared/errors.ts';
import { stableId } from '../../shared/id.ts';
import type { Documents } from '../../shared/pipeline/documents.ts';

const PATTERNS = ['detection', 'principal', 'account', 'resource', 'ip'] as const;

/** Flags of `suppress`, as commander gives them. */
export interface SuppressOptions extends Partial<Record<(typeof PATTERNS)[number], string>> {
  readonly table: string;
  readonly json?: boolean;
}
export interface AddOptions extends SuppressOptions {
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

const now = (): number => Date.now();

/** `suppress add`: quiets something in the deployed pipeline from now on. 0 when it is kept. */
export async function addSuppression(options: AddOptions, documents = open(options)): Promise<number> {
  const suppression = suppressionFrom(options, now());
  await documents.change(SUPPRESSIONS_KEY, (text) => ({ text: withSuppression(text, suppression), result: undefined }));
  print(options, suppression, [`${suppression.id}: suppressed until ${suppression.expires}`]);
  return 0;
}

/** `suppress list`: what is suppressed, and what was. */
export async function listSuppressions(options: SuppressOptions, documents = open(options)): Promise<number> {
  const all = readSuppressions(await documents.read(SUPPRESSIONS_KEY));
  const today = isoTime(now()).slice(0, 10);
  print(options, all, [...all.map((one) => line(one, today)), counted(all.length, 'suppression')]);
  return 0;
}

/** `suppress remove ID...`: people are told again. Throws `usage` for an id that there is not. */
export async function removeSuppressions(
  ids: readonly string[],
  options: SuppressOptions,
  documents = open(options),
): Promise<number> {
  await documents.change(SUPPRESSIONS_KEY, (before) => {
    const text = ids.reduce<string | undefined>((kept, id) => {
      const rest = withoutSuppression(kept, id);
      if (rest === undefined)
        throw new GatetrailError('usage', `there is no suppression ${id}; gatetrail suppress list names them`);
      return rest;
    }, before);
    return { text, result: undefined };
  });
  print(options, { removed: ids }, [`removed ${counted(ids.length, 'suppression')}`]);
  return 0;
}

/** The documents of the table. What AWS refuses is thrown as `usage`: it is about the name, the region or the credentials. */
function open({ table }: SuppressOptions): Documents {
  const documents = tableDocuments(table, now);
  const explained = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      if (error instanceof GatetrailError) throw error;
      const expected = 'expected the stack output TableName, with region and credentials of its account';
      throw new GatetrailError('usage', `--table ${table}: ${messageOf(error)}; ${expected}`, error);
    }
  };
  return {
    read: (key) => explained(documents.read(key)),
    change: (key, change) => explained(documents.change(key, change)),
  };
}

/** The same shape, and the same errors, as in gatetrail.yml. */
function suppressionFrom(options: AddOptions, time: number): KeptSuppression {
  const { reason, owner, expires } = options;
  const patterns = Object.fromEntries(
    PATTERNS.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
  const result = ConfigSchema.safeParse({ suppressions: [{ ...patterns, reason, owner, expires }] });
  const [suppression] = result.data?.suppressions ?? [];
  if (suppression === undefined) {
    const issue = result.error?.issues[0];
    const flag = issue?.path.slice(2).join('.') ?? '';
    throw new GatetrailError('usage', `${flag === '' ? '' : `--${flag}: `}${issue?.message}`);
  }
  if (Date.parse(`${expires}T00:00:00Z`) <= time)
    throw new GatetrailError('usage', `--expires ${expires}: expected a day in the future`);
  const id = stableId('s', ...PATTERNS.map((name) => options[name] ?? ''), owner);
  return { ...suppression, id, createdAt: isoTime(time) };
}

function line(suppression: KeptSuppression, today: string): string {
  const { id, expires, reason, owner } = suppression;
  const patterns = PATTERNS.flatMap((name) => {
    const pattern = suppression[name];
    return pattern === undefined ? [] : [`${name} ${shown(pattern, 200)}`];
  });
  const until = expires > today ? `until ${expires}` : `ended ${expires}`;
  return `${id}  ${until}  ${patterns.join(', ')}: ${shown(reason, 200)} (${shown(owner, 100)})`;
}

function print({ json }: SuppressOptions, value: unknown, lines: readonly string[]): void {
  process.stdout.write(json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`);
}
